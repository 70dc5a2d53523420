/** A small app for each toolchain, as its own documentation begins one: which packages it wants, its files, how it is built and served. */

export interface App {
  readonly packages: readonly string[]
  /** Names of our packages whose tarballs are installed. */
  readonly ours: readonly string[]
  readonly files: Readonly<Record<string, string>>
  readonly build: readonly string[]
  /** A folder of files, or a command that listens on $PORT. */
  readonly serve: { readonly folder: string } | { readonly command: readonly string[] }
}

/** Writes, and uses parts that come on demand; then the title of the page says whether there is one Yjs. */
const script = `import { SyncForge } from '@syncforge/client'
import * as Y from 'yjs'
const asked = new URLSearchParams(location.search)
const client = new SyncForge({ endpoint: asked.get('endpoint'), apiKey: asked.get('key') })
const room = await client.joinRoom(asked.get('room'))
room.getDocument().getText('content').insert(0, 'built')
await room.flush()
const { name } = await room.versions.create('first')
document.title = [room.getDocument() instanceof Y.Doc, name].join()
`

const html = (address: string) =>
  `<!doctype html><html><head><title>App</title></head><body><script type="module" src="${address}"></script></body></html>`

const plain = { ours: ['client'], serve: { folder: 'dist' } }

/** The component of a React app: the same, by hooks, with an element of ours in it. */
const component = `'use client'
import { PresenceAvatars, SyncForgeProvider, useRoom } from '@syncforge/react'
import { useEffect } from 'react'
import * as Y from 'yjs'

const Plans = ({ id }) => {
  const { room, status } = useRoom(id)
  useEffect(() => {
    if (!room) return
    const work = async () => {
      room.getDocument().getText('content').insert(0, 'built')
      await room.flush()
      const { name } = await room.versions.create('first')
      document.title = [room.getDocument() instanceof Y.Doc, name].join()
    }
    work()
  }, [room])
  return <main><p>The room: {status}</p><PresenceAvatars room={room} /></main>
}

export default function Shared({ asked }) {
  return <SyncForgeProvider endpoint={asked.endpoint} apiKey={asked.key}><Plans id={asked.room} /></SyncForgeProvider>
}
`

const react = ['react@19', 'react-dom@19']
const ours = ['client', 'ui', 'react']

export const apps: Readonly<Record<string, App>> = {
  esbuild: {
    ...plain,
    packages: ['esbuild@0.28'],
    files: { 'main.js': script, 'dist/index.html': html('main.js') },
    build: ['esbuild', 'main.js', '--bundle', '--splitting', '--format=esm', '--target=es2022', '--outdir=dist'],
  },
  vite: {
    ...plain,
    packages: ['vite@8'],
    files: { 'main.js': script, 'index.html': html('/main.js') },
    build: ['vite', 'build', '--target', 'es2022'],
  },
  webpack: {
    ...plain,
    packages: ['webpack@5', 'webpack-cli@6'],
    files: {
      'main.js': script,
      'dist/index.html': html('main.js'),
      'webpack.config.mjs': `export default { mode: 'production', entry: './main.js', output: { filename: 'main.js' } }`,
    },
    build: ['webpack'],
  },
  next: {
    packages: ['next@16', ...react],
    ours,
    files: {
      'app/layout.jsx':
        'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html> }',
      'app/page.jsx': `import Shared from './shared.jsx'
export default async function Page({ searchParams }) { return <Shared asked={await searchParams} /> }`,
      'app/shared.jsx': component,
    },
    build: ['next', 'build'],
    serve: { command: ['next', 'start', '--hostname', '127.0.0.1'] },
  },
  'next, exported as files': {
    packages: ['next@16', ...react],
    ours,
    files: {
      'next.config.mjs': "export default { output: 'export' }",
      'app/layout.jsx':
        'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html> }',
      // Made while it is built, where there is no window and nobody to ask.
      'app/page.jsx': `import { Suspense } from 'react'
import Asked from './asked.jsx'
export default function Page() { return <Suspense><Asked /></Suspense> }`,
      'app/asked.jsx': `'use client'
import { useSearchParams } from 'next/navigation'
import Shared from './shared.jsx'
export default function Asked() { return <Shared asked={Object.fromEntries(useSearchParams())} /> }`,
      'app/shared.jsx': component,
    },
    build: ['next', 'build'],
    serve: { folder: 'out' },
  },
  'React Router, once Remix': {
    packages: [
      '@react-router/dev@8.4.0',
      '@react-router/node@8.4.0',
      '@react-router/serve@8.4.0',
      'react-router@8.4.0',
      'isbot@5',
      ...react,
    ],
    ours,
    files: {
      'vite.config.js': `import { reactRouter } from '@react-router/dev/vite'
export default { plugins: [reactRouter()] }`,
      'app/root.jsx': `import { Outlet, Scripts } from 'react-router'
export default function Root() { return <html lang="en"><body><Outlet /><Scripts /></body></html> }`,
      'app/routes.js': `import { index } from '@react-router/dev/routes'
export default [index('./page.jsx')]`,
      'app/page.jsx': `import { useSearchParams } from 'react-router'
import Shared from './shared.jsx'
export default function Page() { const [asked] = useSearchParams(); return <Shared asked={Object.fromEntries(asked)} /> }`,
      'app/shared.jsx': component,
    },
    build: ['react-router', 'build'],
    serve: { command: ['react-router-serve', 'build/server/index.js'] },
  },
  nuxt: {
    packages: ['nuxt@4', 'vue@3'],
    ours: ['client', 'ui', 'vue'],
    files: {
      'nuxt.config.js': 'export default { telemetry: false, compatibilityDate: "2026-11-01" }',
      'app/plugins/syncforge.js': `import { syncForge } from '@syncforge/vue'
export default defineNuxtPlugin(({ vueApp }) => {
  const { query } = useRoute()
  vueApp.use(syncForge, { endpoint: query.endpoint, apiKey: query.key })
})`,
      'app/app.vue': `<script setup>
import { PresenceAvatars, useRoom } from '@syncforge/vue'
import * as Y from 'yjs'
const { room, status } = useRoom(useRoute().query.room)
watch(room, async (joined) => {
  if (!joined) return
  joined.getDocument().getText('content').insert(0, 'built')
  await joined.flush()
  const { name } = await joined.versions.create('first')
  document.title = [joined.getDocument() instanceof Y.Doc, name].join()
}, { immediate: true })
</script>
<template><main><p>The room: {{ status }}</p><PresenceAvatars :room="room" /></main></template>`,
    },
    build: ['nuxt', 'build'],
    serve: { command: ['node', '.output/server/index.mjs'] },
  },
}
