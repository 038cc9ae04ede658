// Runs page.js in headless Chromium, served from an origin of its own, against the test server.
// Arguments: the browser, the folder with the bundle page.js, the server's URL.

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { chromium } = require('playwright-core');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const [executablePath, folder, serverUrl] = process.argv.slice(2);

/** Serves the page and its script on a free port of loopback. */
function servePage() {
  const files = {
    '/': ['text/html', path.join(__dirname, 'page.html')],
    '/page.js': ['text/javascript', path.join(folder, 'page.js')],
  };
  const server = http.createServer((request, response) => {
    const [type, file] = files[request.url] ?? [];
    response.writeHead(file ? 200 : 404, { 'content-type': type ?? 'text/plain' });
    response.end(file ? fs.readFileSync(file) : '');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function main() {
  const server = await servePage();
  const profile = fs.mkdtempSync(path.join(folder, 'profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: FLAGS,
    ignoreHTTPSErrors: true,
  });
  try {
    const page = await context.newPage();
    page.on('console', (message) => console.log(`# ${message.text()}`));
    page.on('pageerror', (error) => console.log(`# ${error.message}`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const lines = await page.evaluate((url) => window.cases(url), serverUrl);
    console.log(lines.join('\n'));
  } finally {
    await context.close();
    server.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

main();
