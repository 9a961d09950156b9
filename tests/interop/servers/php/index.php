<?php
// An application on PHP's own sessions, by PHP's own server. SESSION_SECONDS: how long one lives without activity.
declare(strict_types=1);

require 'auth.php';

$route = $_SERVER['REQUEST_METHOD'] . ' ' . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$hash = password_hash('correct horse battery', PASSWORD_BCRYPT, ['cost' => 4]);
$verify = fn (array $given): ?array => ($given['email'] ?? null) === 'demo@example.com' && password_verify((string) ($given['password'] ?? ''), $hash)
    ? ['id' => '1', 'email' => 'demo@example.com'] : null;

if (str_ends_with($route, ' /api/data')) {
    answer(200, ['for' => require_user()['email']]);
} elseif (preg_match('#^(GET /auth/session|POST /auth/(refresh|touch|login|logout))$#', $route)) {
    auth($route, $verify);
} else {
    answer(404, ['error' => 'not_found']);
}
