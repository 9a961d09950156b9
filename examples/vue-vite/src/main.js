import { createSessionGuard, createSessionPlugin } from 'hallpass/vue';
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import App from './App.vue';
import Orders from './Orders.vue';
import SignIn from './SignIn.vue';
import { session } from './session.js';

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Orders },
    { path: '/sign-in', component: SignIn, meta: { requiresAuth: false } },
  ],
});
router.beforeEach(createSessionGuard({ login: '/sign-in' }));

session.on('ended', () => router.push('/sign-in'));

createApp(App).use(createSessionPlugin(session)).use(router).mount('#app');
