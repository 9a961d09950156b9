import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { type ApplicationConfig, provideZonelessChangeDetection } from '@angular/core';
import { provideClientHydration } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { provideSession, sessionGuard, sessionInterceptor } from 'hallpass/angular';
import { initial } from './initial';
import { Orders } from './orders';
import { session } from './session';
import { SignIn } from './sign-in';

export const config: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideClientHydration(),
    provideSession(session, { initial }),
    provideHttpClient(withFetch(), withInterceptors([sessionInterceptor])),
    provideRouter([
      { path: 'sign-in', component: SignIn },
      { path: '', component: Orders, canActivate: [sessionGuard({ login: '/sign-in' })] },
    ]),
  ],
};
