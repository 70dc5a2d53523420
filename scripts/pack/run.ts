// Owns `npm run pack`: tarballs that can be installed anywhere, and the command that installs the client.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packSdk } from './pack.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'tarballs')

// Those of another version would be installed by mistake.
await rm(folder, { recursive: true, force: true })
const tarballs = await packSdk(root, folder)
for (const tarball of tarballs) console.log(tarball)
const [client, server] = ['client', 'server'].map((name) =>
  tarballs.find((path) => path.includes(`syncforge-${name}-`)),
)
console.log(`\nIn your app:     npm install ${client} yjs\nOn your server:  npm install ${server}`)
