// Owns who may import whom, as a table, and its form for dependency-cruiser: see imports.ts, which runs it.
// Refuses a folder that has no row: a new folder says first what it may know.
import type { DependencyType, IForbiddenRuleType } from 'dependency-cruiser'

interface Row {
  /** Files that the row is about; the first row that matches a file counts. `$1` in the lists below is its first group. */
  readonly from: RegExp
  /** Prefixes of paths of ours. */
  readonly may: readonly string[]
  /** Prefixes that may be imported as types only. */
  readonly mayAsTypes?: readonly string[]
  /** Names of packages, where only these are allowed as values. */
  readonly packages?: readonly string[]
}

/** `admission.ts` is the door between two workers: what the edge has verified and hands to an object, and by which names. */
const EDGE = [
  'sdk/protocol/',
  'workers/edge/',
  'workers/bindings/',
  'workers/db/client.ts',
  'workers/db/queries/',
  'workers/mail/',
  'workers/html.ts',
  'workers/log.ts',
  'workers/sentry.ts',
  'telemetry/',
  'durable-objects/room/admission.ts',
  'durable-objects/organization/admission.ts',
  'durable-objects/endpoint/admission.ts',
  'durable-objects/inbox/admission.ts',
  'workers/courier/address.ts',
  'package.json',
]

const ROWS: readonly Row[] = [
  { from: /^sdk\/protocol\//, may: ['sdk/protocol/'], packages: ['zod', 'lib0'] },
  {
    from: /^sdk\/client\//,
    may: ['sdk/client/', 'sdk/protocol/'],
    packages: ['lib0', 'y-indexeddb', 'y-protocols', 'yjs'],
  },
  // What moves and draws, once: the frameworks' packages wrap it.
  { from: /^sdk\/ui\//, may: ['sdk/ui/', 'sdk/client/'], mayAsTypes: ['sdk/protocol/'], packages: ['lit', 'yjs'] },
  {
    from: /^sdk\/react\//,
    may: ['sdk/react/', 'sdk/ui/', 'sdk/client/'],
    mayAsTypes: ['sdk/protocol/'],
    packages: ['react', 'react-dom', 'yjs'],
  },
  {
    from: /^sdk\/vue\//,
    may: ['sdk/vue/', 'sdk/ui/', 'sdk/client/'],
    mayAsTypes: ['sdk/protocol/'],
    packages: ['vue', 'yjs'],
  },
  { from: /^sdk\/server\//, may: ['sdk/server/', 'sdk/protocol/'], packages: [] },
  // What every part of the server tells of its own work.
  { from: /^telemetry\//, may: ['telemetry/'], packages: [] },
  { from: /^durable-objects\/index\.ts$/, may: ['durable-objects/'] },
  { from: /^durable-objects\/actor\//, may: ['sdk/protocol/', 'telemetry/', 'durable-objects/actor/'] },
  // The doors: names and types, so that nothing of the objects comes into the edge's script with them.
  {
    from: /^durable-objects\/\w+\/admission\.ts$/,
    may: [],
    mayAsTypes: ['sdk/protocol/', 'telemetry/', 'durable-objects/'],
  },
  { from: /^durable-objects\/(probe|window|idempotency)\//, may: ['durable-objects/$1/'] },
  {
    from: /^durable-objects\/organization\//,
    may: [
      'sdk/protocol/',
      'telemetry/',
      'durable-objects/actor/',
      'durable-objects/organization/',
      'durable-objects/room/admission.ts',
      'durable-objects/endpoint/admission.ts',
      'durable-objects/inbox/admission.ts',
    ],
    // What rooms and inboxes ask of it, as they have written it down.
    mayAsTypes: [
      'durable-objects/room/live/target.ts',
      'durable-objects/room/facts/target.ts',
      'durable-objects/room/files/target.ts',
      'durable-objects/inbox/target.ts',
    ],
  },
  {
    from: /^durable-objects\/inbox\//,
    may: [
      'sdk/protocol/',
      'telemetry/',
      'durable-objects/actor/',
      'durable-objects/inbox/',
      'durable-objects/room/admission.ts',
      'durable-objects/endpoint/admission.ts',
    ],
  },
  {
    from: /^durable-objects\/endpoint\//,
    may: ['sdk/protocol/', 'telemetry/', 'durable-objects/actor/', 'durable-objects/endpoint/'],
    mayAsTypes: ['workers/courier/index.ts'],
  },
  {
    from: /^durable-objects\/room\/open\.ts$/,
    may: [
      'sdk/protocol/',
      'telemetry/',
      'durable-objects/actor/',
      'durable-objects/room/',
      'durable-objects/features/index.ts',
    ],
  },
  {
    from: /^durable-objects\/room\//,
    may: ['sdk/protocol/', 'telemetry/', 'durable-objects/actor/', 'durable-objects/room/'],
  },
  {
    from: /^durable-objects\/features\/index\.ts$/,
    may: ['sdk/protocol/', 'durable-objects/room/feature.ts', 'durable-objects/features/'],
  },
  {
    from: /^durable-objects\/features\/([^/]+)\//,
    may: [
      'sdk/protocol/',
      'telemetry/',
      'durable-objects/room/feature.ts',
      'durable-objects/room/mirror/pieces.ts',
      'durable-objects/features/$1/',
    ],
  },
  {
    from: /^workers\/edge\//,
    may: EDGE,
    mayAsTypes: ['durable-objects/', 'workers/billing/service.ts', 'workers/courier/index.ts'],
  },
  // What the edge and the ways out of the objects share: what both reach by their bindings, and nothing of a request.
  {
    from: /^workers\/bindings\//,
    may: [
      'sdk/protocol/',
      'workers/bindings/',
      'workers/db/client.ts',
      'workers/db/queries/',
      'workers/log.ts',
      'durable-objects/room/admission.ts',
      'durable-objects/organization/admission.ts',
      'durable-objects/endpoint/admission.ts',
      'durable-objects/inbox/admission.ts',
    ],
    mayAsTypes: [
      'durable-objects/',
      'telemetry/',
      'workers/billing/service.ts',
      'workers/courier/index.ts',
      'workers/mail/open.ts',
    ],
  },
  {
    from: /^workers\/objects\//,
    may: [
      'sdk/protocol/',
      'workers/objects/',
      'workers/bindings/',
      'workers/db/client.ts',
      'workers/db/queries/',
      'workers/mail/',
      'workers/log.ts',
      'workers/sentry.ts',
      'telemetry/',
      'durable-objects/index.ts',
    ],
    mayAsTypes: ['durable-objects/'],
  },
  {
    from: /^workers\/billing\//,
    may: [
      'sdk/protocol/',
      'workers/billing/',
      'workers/db/client.ts',
      'workers/db/queries/',
      'workers/mail/',
      'workers/log.ts',
      'workers/sentry.ts',
    ],
  },
  // What a customer would write beside an example's page: it knows nothing but what customers have.
  { from: /^workers\/dev\/converge\//, may: ['sdk/server/', 'workers/dev/converge/'], packages: ['@syncforge/server'] },
  // Stands in for Stripe in development: nothing of the product may use it.
  {
    from: /^workers\/dev\/stripe\//,
    may: ['sdk/protocol/', 'workers/dev/stripe/', 'workers/billing/products.ts', 'workers/html.ts'],
  },
  {
    from: /^workers\/accounts\//,
    // better-auth's adapter writes the tables itself.
    may: [
      'sdk/protocol/',
      'workers/accounts/',
      'workers/db/',
      'workers/mail/',
      'workers/log.ts',
      'workers/sentry.ts',
      'telemetry/',
    ],
  },
  {
    from: /^workers\/mail\//,
    may: ['sdk/protocol/errors.ts', 'workers/mail/', 'workers/db/client.ts', 'workers/db/queries/', 'workers/html.ts'],
    mayAsTypes: ['durable-objects/inbox/admission.ts'],
  },
  { from: /^workers\/courier\//, may: ['workers/courier/'], packages: ['ipaddr\\.js', 'cloudflare:workers'] },
  { from: /^workers\/html\.ts$/, may: [] },
  { from: /^workers\/(?:log|sentry)\.ts$/, may: ['telemetry/'] },
  {
    from: /^workers\/db\//,
    may: [
      'sdk/protocol/comments.ts',
      'sdk/protocol/granted-access.ts',
      'sdk/protocol/facts.ts',
      'sdk/protocol/ids.ts',
      'sdk/protocol/keys.ts',
      'sdk/protocol/plans.ts',
      'sdk/protocol/rights.ts',
      'sdk/protocol/webhooks.ts',
      'telemetry/',
      'workers/db/',
    ],
  },
  // What the documentation's pages run.
  { from: /^site\//, may: ['site/'], packages: ['minisearch'] },
  { from: /^examples\/([^/]+)\//, may: ['sdk/client/', 'sdk/ui/', 'sdk/react/', 'examples/$1/'] },
  // The API is known to it by the types of its routes.
  {
    from: /^dashboard\//,
    may: [
      'sdk/client/',
      'sdk/protocol/organizations.ts',
      'sdk/protocol/plans.ts',
      'sdk/protocol/rights.ts',
      'sdk/protocol/room-defaults.ts',
      'sdk/protocol/webhooks.ts',
      'dashboard/',
    ],
    mayAsTypes: ['sdk/protocol/', 'workers/edge/routes/index.ts'],
  },
]

/** Tools and tests stand outside the product: they may use all of it, and nothing of the product may use them. */
const OUTSIDE = [
  '^(?:scripts|bench|test)/',
  '^[^/]+\\.config\\.ts$',
  '(?:^|/)test/',
  '\\.test\\.ts$',
  '(?:^|/)test-kit\\.ts$',
]

/** What dependency-cruiser calls files of ours, and what it calls everything else. */
const OURS: DependencyType[] = ['local', 'aliased', 'aliased-workspace', 'localmodule']
const INSTALLED: DependencyType[] = [
  'npm',
  'npm-dev',
  'npm-peer',
  'npm-optional',
  'npm-no-pkg',
  'npm-unknown',
  'unknown',
]

const startingWith = (prefixes: readonly string[]) => prefixes.map((path) => `^${path.replaceAll('.', '\\.')}`)

const rulesOf = ({ from, may, mayAsTypes = [], packages }: Row, index: number): IForbiddenRuleType[] => {
  const earlier = ROWS.slice(0, index).map((row) => row.from.source)
  const files = { path: from.source, pathNot: [...OUTSIDE, ...earlier] }
  const rules: IForbiddenRuleType[] = [
    {
      name: `what ${from.source} may import`,
      severity: 'error',
      from: files,
      to: { dependencyTypes: OURS, pathNot: startingWith([...may, ...mayAsTypes]) },
    },
  ]
  if (mayAsTypes.length > 0) {
    rules.push({
      name: `what ${from.source} may import as types only`,
      severity: 'error',
      from: files,
      to: { path: startingWith(mayAsTypes), pathNot: startingWith(may), dependencyTypesNot: ['type-only'] },
    })
  }
  if (packages !== undefined) {
    rules.push({
      name: `which packages ${from.source} may import`,
      severity: 'error',
      from: files,
      to: {
        dependencyTypes: INSTALLED,
        dependencyTypesNot: ['type-only'],
        pathNot: `^(?:node_modules/)?(?:${packages.join('|')})(?:/|$)`,
      },
    })
  }
  return rules
}

/** Judged with every import, of types too. */
export const importRules: readonly IForbiddenRuleType[] = [
  ...ROWS.flatMap(rulesOf),
  {
    name: 'a folder without a row in scripts/check/directions.ts',
    severity: 'error',
    from: { pathNot: [...OUTSIDE, ...ROWS.map(({ from }) => from.source)] },
    to: {},
  },
  // Two files that need each other are one file or three.
  { name: 'an import cycle', severity: 'error', from: {}, to: { circular: true } },
]

/** Judged with what is left once types are erased. */
export const bundleRules: readonly IForbiddenRuleType[] = [
  {
    name: 'zod reaches the client',
    severity: 'error',
    from: { path: '^sdk/client/', pathNot: OUTSIDE },
    to: { path: '^(?:node_modules/)?zod(?:/|$)', reachable: true },
  },
]
