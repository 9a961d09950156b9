// Compiles the application and starts Tomcat with it, in a folder of its own. SESSION_SECONDS: how long a session lives without activity.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const HOME = '/usr/share/tomcat10';
const base = mkdtempSync(join(tmpdir(), 'hallpass-tomcat-'));
for (const dir of ['conf', 'logs', 'temp', 'work', 'webapps/ROOT/WEB-INF/classes']) mkdirSync(join(base, dir), { recursive: true });
cpSync('conf', join(base, 'conf'), { recursive: true });
cpSync('/etc/tomcat10/web.xml', join(base, 'conf/web.xml'));
execFileSync('javac', ['-cp', `${HOME}/lib/*`, '-d', join(base, 'webapps/ROOT/WEB-INF/classes'), 'src/Auth.java', 'src/Data.java']);

const tomcat = spawn(
  'java',
  [
    '-cp', `${HOME}/bin/bootstrap.jar:${HOME}/bin/tomcat-juli.jar`, `-Dcatalina.home=${HOME}`, `-Dcatalina.base=${base}`,
    `-Dsession.seconds=${process.env.SESSION_SECONDS ?? 1800}`, 'org.apache.catalina.startup.Bootstrap', 'start',
  ],
  { stdio: ['ignore', 'ignore', 'pipe'] },
);
process.on('exit', () => {
  tomcat.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit());
tomcat.on('exit', () => process.exit(1));
// Its log names the port that the system chose, once the application is deployed.
createInterface({ input: tomcat.stderr }).on('line', (line) => {
  const port = /Starting ProtocolHandler \["http-nio-127\.0\.0\.1-auto-\d+-(\d+)"\]/.exec(line)?.[1];
  if (port) console.log(`listening on http://127.0.0.1:${port}`);
  if (/SEVERE/.test(line)) console.error(line);
});
