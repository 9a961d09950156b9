import { clear, useJournal } from '../journal';
import { clock } from '../time';

/** Everything as it happens, the newest on top. */
export function Timeline() {
  const entries = useJournal();
  return (
    <section className="card timeline" aria-labelledby="timeline-title">
      <div className="heading">
        <h2 id="timeline-title">Timeline</h2>
        <button className="link" type="button" onClick={clear} data-testid="clear">
          Clear
        </button>
      </div>
      <ol tabIndex={0} aria-labelledby="timeline-title" data-testid="timeline">
        {entries.map(({ id, at, kind, title, detail, bad, times }) => (
          <li key={id} data-kind={kind} data-title={title} data-bad={bad}>
            <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>
            <span className="kind">{kind}</span>
            <span className="what">
              <b>{title}</b> {detail} {times > 1 && <span className="times">× {times}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
