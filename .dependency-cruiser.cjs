/** Arrows point one way: protocols → domains → stores; everything may use model and platform. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'model-depends-on-nothing',
      severity: 'error',
      from: { path: '^packages/model/' },
      to: { path: '^packages/(server|web|cli)/' },
    },
    {
      name: 'web-knows-only-model',
      severity: 'error',
      from: { path: '^packages/web/' },
      to: { path: '^packages/(server|cli)/' },
    },
    {
      name: 'cli-knows-only-model',
      severity: 'error',
      from: { path: '^packages/cli/' },
      to: { path: '^packages/(server|web)/' },
    },
    {
      name: 'stores-know-no-domains',
      severity: 'error',
      from: { path: '^packages/server/src/stores/' },
      to: { path: '^packages/server/src/(domains|protocols)/' },
    },
    {
      name: 'domains-know-no-protocols',
      severity: 'error',
      from: { path: '^packages/server/src/domains/' },
      to: { path: '^packages/server/src/protocols/' },
    },
    {
      name: 'platform-knows-no-product',
      severity: 'error',
      from: { path: '^packages/server/src/platform/' },
      to: { path: '^packages/server/src/(domains|protocols|stores)/' },
    },
    {
      name: 'protocols-leave-stores-to-domains',
      severity: 'error',
      from: { path: '^packages/server/src/protocols/' },
      to: { path: '^packages/server/src/stores/' },
    },
    {
      name: 'domains-by-their-door',
      severity: 'error',
      from: { path: '^packages/server/src/domains/([^/]+)/' },
      // What tests build domains with may be used by tests of those that stand on them.
      to: {
        path: '^packages/server/src/domains/(?!$1/)[^/]+/(?!index\\.ts$)',
        pathNot: '\\.testing\\.ts$',
      },
    },
    {
      name: 'protocols-by-the-door',
      severity: 'error',
      from: { path: '^packages/server/src/protocols/' },
      to: { path: '^packages/server/src/domains/[^/]+/(?!index\\.ts$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The native TypeScript compiler has no interface yet that the tool could use.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: 'node_modules|dist' },
  },
};
