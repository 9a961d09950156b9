import { Component, inject } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import { injectSession } from 'hallpass/angular';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: `
    <main>
      @if (status() === 'loading') {
        <p aria-busy="true">One moment…</p>
      }
      <router-outlet />
    </main>
  `,
})
export class App {
  readonly status = injectSession().status;

  constructor() {
    const router = inject(Router);
    injectSession().session.on('ended', () => router.navigateByUrl('/sign-in'));
  }
}
