import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The API of the application: `Auth` lets signed-in users through, and no one else. */
@WebServlet("/api/data")
public class Data extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Auth.answer(response, 200, "{\"for\":\"%s\"}".formatted(request.getSession().getAttribute("user")));
    }
}
