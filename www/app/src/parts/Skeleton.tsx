/** Stands where either view may come, and looks like neither. */
export function Skeleton() {
  return (
    <section className="card skeleton" data-testid="skeleton">
      <p className="visually-hidden" role="status">
        Asking the server who is signed in
      </p>
      <span className="bone bone-title" />
      <span className="bone" />
      <span className="bone" />
      <span className="bone bone-short" />
    </section>
  );
}
