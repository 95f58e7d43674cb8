/**
 * The directions in which imports may go: shared ← server, shared ← client-web, and between nouns only through their
 * public face. `npm test` fails on every import that goes another way.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'shared-knows-nobody',
      comment: 'Server and browser share what both know; it must not depend on either.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(server|client-web|scripts|tests)/' },
    },
    {
      name: 'shared-runs-anywhere',
      comment: 'What runs in a browser too has no I/O: no module of Node.js. Tests beside it run in Node.js only.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-does-not-know-the-server',
      comment: 'The browser talks to the server by HTTP, in the words of shared/contracts.',
      severity: 'error',
      from: { path: '^client-web/' },
      to: { path: '^(server|scripts|tests)/' },
    },
    {
      name: 'server-does-not-know-the-client',
      comment: 'The server serves the built client as files; it imports nothing of it, nor of scripts or tests.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(client-web|scripts|tests)/', pathNot: '^scripts/mongo/index\\.ts$' },
    },
    {
      name: 'server-product-does-not-know-scripts',
      comment: 'Only tests beside the source may ask for a test database.',
      severity: 'error',
      from: { path: '^server/', pathNot: '\\.test\\.ts$' },
      to: { path: '^scripts/' },
    },
    {
      name: 'nouns-meet-by-their-face',
      comment: "A noun's public face is its index.ts; the files behind it are its own.",
      severity: 'error',
      from: { path: '^server/src/([^/]+)/' },
      to: { path: '^server/src/[^/]+/', pathNot: ['^server/src/($1|platform|http)/', '^server/src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'composition-uses-faces',
      comment: 'The composition root puts nouns together by their public faces too.',
      severity: 'error',
      from: { path: '^server/src/[^/]+\\.ts$', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/[^/]+/', pathNot: ['^server/src/(platform|http)/', '^server/src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'platform-knows-no-noun',
      comment: 'Database, clock, ids and configuration lie below the nouns.',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/[^/]+/', pathNot: '^server/src/platform/' },
    },
    {
      name: 'shared-nouns-meet-by-their-face',
      comment: "A noun's pure decisions are used through its index.ts.",
      severity: 'error',
      from: { path: '^shared/src/domain/([^/]+)/' },
      to: {
        path: '^shared/src/domain/[^/]+/',
        pathNot: ['^shared/src/domain/$1/', '^shared/src/domain/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'phones-do-not-load-antd',
      comment: "Residents', shops' and the staff's phone pages are for phones: antd-mobile only, also by a detour.",
      severity: 'error',
      from: { path: '^client-web/src/(resident|merchant|desk)/' },
      to: { path: 'node_modules/antd/', reachable: true },
    },
    {
      name: 'console-does-not-load-antd-mobile',
      comment: "The console's pages are for a desk: antd only, also by a detour.",
      severity: 'error',
      from: { path: '^client-web/src/console/' },
      to: { path: 'node_modules/antd-mobile/', reachable: true },
    },
    {
      name: 'no-cycles',
      comment:
        'Files that need each other are one file, or miss a third. Types may point both ways, and a page that its router loads later may know its own typed route.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?(url|raw|inline|worker)$'] },
    },
    {
      name: 'packages-are-declared',
      comment: "A package that is used stands in the workspace's own package.json.",
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '^tests/browser/output/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
