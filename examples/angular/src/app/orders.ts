import { HttpClient } from '@angular/common/http';
import { Component, type OnInit, inject, signal } from '@angular/core';
import { injectSession } from 'hallpass/angular';
import type { User } from './session';

interface Order {
  id: string;
  item: string;
}

@Component({
  selector: 'app-orders',
  template: `
    <h1>Hello, {{ claims()?.name }}</h1>
    <ul>
      @for (order of orders(); track order.id) {
        <li>{{ order.item }}</li>
      }
    </ul>
    <button (click)="session.logout()">Sign out</button>
  `,
})
export class Orders implements OnInit {
  readonly session = injectSession<User>().session;
  readonly claims = injectSession<User>().claims;
  readonly orders = signal<Order[]>([]);
  private readonly http = inject(HttpClient);

  ngOnInit(): void {
    // A server that renders knows no user, and so no orders.
    if (typeof document === 'undefined' || this.session.getSnapshot() === this.session.getServerSnapshot()) return;
    this.http.get<{ orders: Order[] }>('/api/orders').subscribe({ next: ({ orders }) => this.orders.set(orders), error: console.warn });
  }
}
