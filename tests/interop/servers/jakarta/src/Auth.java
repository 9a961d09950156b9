// The hallpass contract on servlet sessions. Users and passwords are the container's (`Realm`), as for `j_security_check`.
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.UUID;

/** Answers /auth/*, and lets only users through to /api/*. */
@WebFilter({"/auth/*", "/api/*"})
public class Auth implements Filter {
    static final long IDLE = Long.parseLong(System.getProperty("session.seconds", "1800")) * 1000; // without activity
    static final long ABSOLUTE = 28_800_000; // after the sign-in, whatever happens

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answered, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) asked;
        HttpServletResponse response = (HttpServletResponse) answered;
        HttpSession session = living(request.getSession(false));
        String believed = request.getHeader("Hallpass-Session");
        if (!"1".equals(request.getHeader("X-CSRF"))) {
            answer(response, 403, "{\"error\":\"csrf\"}");
        } else if (believed != null && session != null && !believed.equals(session.getAttribute("handle"))) {
            answer(response, 409, "{\"error\":\"session_mismatch\"}");
        } else if (request.getServletPath().startsWith("/api/")) {
            if (session == null) answer(response, 401, "{\"error\":\"session_ended\"}");
            else chain.doFilter(request, response);
        } else {
            auth(request, response, session);
        }
    }

    void auth(HttpServletRequest request, HttpServletResponse response, HttpSession session) throws IOException, ServletException {
        long now = System.currentTimeMillis();
        switch (request.getMethod() + " " + request.getServletPath()) {
            case "GET /auth/session" -> answer(response, 200, body(session, now));
            case "POST /auth/login" -> {
                try {
                    if (session != null) request.logout();
                    request.login(request.getParameter("email"), request.getParameter("password"));
                } catch (ServletException refused) {
                    answer(response, 401, "{\"error\":\"invalid_credentials\",\"error_description\":\"That email and password do not match.\"}");
                    return;
                }
                if (request.getSession(false) != null) request.getSession().invalidate(); // a new id at each sign-in: no fixation
                HttpSession fresh = request.getSession(true);
                fresh.setMaxInactiveInterval((int) (ABSOLUTE / 1000)); // the limits below count, since to read extends nothing
                fresh.setAttribute("user", request.getUserPrincipal() == null ? request.getParameter("email") : request.getUserPrincipal().getName());
                fresh.setAttribute("handle", UUID.randomUUID().toString());
                fresh.setAttribute("idle", now + IDLE);
                fresh.setAttribute("end", now + ABSOLUTE);
                answer(response, 200, body(fresh, now));
            }
            case "POST /auth/logout" -> {
                if (request.getSession(false) != null) request.getSession().invalidate();
                answer(response, 200, "{}");
            }
            case "POST /auth/touch", "POST /auth/refresh" -> {
                if (session != null && request.getServletPath().endsWith("touch")) session.setAttribute("idle", now + IDLE);
                answer(response, session == null ? 401 : 200, session == null ? "{\"error\":\"session_ended\"}" : body(session, now));
            }
            default -> answer(response, 404, "{\"error\":\"not_found\"}");
        }
    }

    static HttpSession living(HttpSession session) {
        long now = System.currentTimeMillis();
        boolean lives = session != null && session.getAttribute("user") != null
            && now < (long) session.getAttribute("idle") && now < (long) session.getAttribute("end");
        return lives ? session : null;
    }

    static String body(HttpSession session, long now) {
        if (session == null) return "{\"authenticated\":false}";
        String user = ((String) session.getAttribute("user")).replaceAll("[\\\\\"]", "\\\\$0");
        return "{\"authenticated\":true,\"claims\":{\"email\":\"%s\"},\"subject\":\"%s\",\"session\":\"%s\",\"expires_in\":null,\"idle_expires_in\":%d,\"absolute_expires_in\":%d}"
            .formatted(user, user, session.getAttribute("handle"), ((long) session.getAttribute("idle") - now) / 1000, ((long) session.getAttribute("end") - now) / 1000);
    }

    static void answer(HttpServletResponse response, int status, String json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(json);
    }
}
