import { useClaims, useSession } from 'hallpass/react';

/** What the server says about the person. */
export function Who() {
  const snapshot = useSession();
  const claims = useClaims();
  if (snapshot.status !== 'authenticated' || !claims) return null;
  return (
    <>
      <div className="heading">
        <h2>{claims.name}</h2>
        <code className="tag" data-testid="subject">{snapshot.subject}</code>
      </div>
      <table className="claims" data-testid="claims">
        <caption className="visually-hidden">Claims</caption>
        <tbody>
          {Object.entries(claims).filter(([, value]) => value !== '').map(([claim, value]) => (
            <tr key={claim}>
              <th scope="row">{claim}</th>
              <td>{show(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
