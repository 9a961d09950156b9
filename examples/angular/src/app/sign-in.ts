import { Component, inject, signal } from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import { safeReturnTo } from 'hallpass';
import { injectSession } from 'hallpass/angular';

@Component({
  selector: 'app-sign-in',
  template: `
    <form method="post" (submit)="signIn($event)">
      <label>Email <input name="email" type="email" autocomplete="username" required /></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
      <button>Sign in</button>
      <p role="alert">{{ refusal() }}</p>
    </form>
  `,
})
export class SignIn {
  readonly refusal = signal('');
  private readonly session = injectSession().session;
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  async signIn(event: Event): Promise<void> {
    event.preventDefault();
    try {
      await this.session.login(Object.fromEntries(new FormData(event.target as HTMLFormElement)));
      await this.router.navigateByUrl(safeReturnTo(this.route.snapshot.queryParams['redirect']));
    } catch (error) {
      this.refusal.set((error as Error).message);
    }
  }
}
