/** What else to try, which the page itself cannot show. */
export function Footer() {
  return (
    <footer className="foot">
      <a href="/" target="_blank" rel="noopener" data-testid="second-tab">
        Open a second tab
      </a>
      <p>
        Sign out there, and look here. In the console, the session is <code>hallpassSession</code>.
      </p>
    </footer>
  );
}
