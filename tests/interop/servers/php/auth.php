<?php
// The hallpass contract on PHP's own sessions. Route /auth/* here; every script of your API begins with `require_user()`.
declare(strict_types=1);

define('IDLE', (int) (getenv('SESSION_SECONDS') ?: 1800)); // seconds without activity
const ABSOLUTE = 28800; // seconds after the sign-in, whatever happens

function answer(int $status, array $body): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    exit(json_encode($body ?: new stdClass()));
}

/** Opens the session; only one that is to change is written back, so that reading extends nothing. */
function open(bool $change): void
{
    $secure = ($_SERVER['HTTPS'] ?? 'off') !== 'off';
    session_start([
        'name' => $secure ? '__Host-session' : 'session', 'cookie_secure' => $secure, 'cookie_httponly' => true, 'cookie_samesite' => 'Lax',
        'use_strict_mode' => true, 'gc_maxlifetime' => ABSOLUTE, 'cache_limiter' => '', 'read_and_close' => !$change,
    ]);
}

function lives(): bool
{
    return isset($_SESSION['user']) && time() < min($_SESSION['idle'], $_SESSION['end']);
}

function session(): array
{
    if (!lives()) return ['authenticated' => false];
    return [
        'authenticated' => true, 'claims' => $_SESSION['user'], 'subject' => $_SESSION['user']['id'], 'session' => $_SESSION['handle'],
        'expires_in' => null, 'idle_expires_in' => $_SESSION['idle'] - time(), 'absolute_expires_in' => $_SESSION['end'] - time(),
    ];
}

/** Refuses what other sites send, and what was meant for another session than the one in the cookie. */
function guard(): void
{
    if (($_SERVER['HTTP_X_CSRF'] ?? '') !== '1') answer(403, ['error' => 'csrf']);
    $meant = $_SERVER['HTTP_HALLPASS_SESSION'] ?? null;
    if ($meant !== null && lives() && $meant !== $_SESSION['handle']) answer(409, ['error' => 'session_mismatch']);
}

function require_user(): array
{
    open(false);
    guard();
    return lives() ? $_SESSION['user'] : answer(401, ['error' => 'session_ended']);
}

/** `$verify` returns the user of these credentials, with an `id`, or null. */
function auth(string $route, callable $verify): void
{
    open($route !== 'GET /auth/session');
    guard();
    if ($route === 'POST /auth/login') {
        $user = $verify(json_decode(file_get_contents('php://input'), true) ?? []);
        if (!$user) answer(401, ['error' => 'invalid_credentials', 'error_description' => 'That email and password do not match.']);
        session_regenerate_id(true); // a new id at each sign-in: no fixation
        $_SESSION = ['user' => $user, 'handle' => bin2hex(random_bytes(16)), 'idle' => time() + IDLE, 'end' => time() + ABSOLUTE];
    } elseif ($route === 'POST /auth/touch' && lives()) {
        $_SESSION['idle'] = time() + IDLE;
    } elseif ($route === 'POST /auth/logout') {
        session_destroy();
        setcookie(session_name(), '', ['expires' => 1, 'path' => '/', 'secure' => (bool) ini_get('session.cookie_secure'), 'httponly' => true, 'samesite' => 'Lax']);
        answer(200, []);
    } elseif (!lives() && $route !== 'GET /auth/session') {
        answer(401, ['error' => 'session_ended']);
    }
    answer(200, session());
}
