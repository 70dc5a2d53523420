/** Serves what was built: a folder, or by the toolchain's own server. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

export interface Served {
  readonly url: string
  stop(): void
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  )

export const serveFolder = async (folder: string): Promise<Served> => {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = new URL(url, 'http://local').pathname
    const body = await readFile(join(folder, path === '/' ? 'index.html' : path)).catch(() => null)
    response.writeHead(body ? 200 : 404, { 'content-type': types[extname(path) || '.html'] ?? 'text/plain' }).end(body)
  })
  return { url: await listen(server), stop: () => void server.close() }
}

/** A port that nobody has just now. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  const { port } = new URL(await listen(server))
  await new Promise((resolve) => server.close(resolve))
  return Number(port)
}

export const serveBy = async (folder: string, [program = '', ...args]: readonly string[]): Promise<Served> => {
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: 'production' }
  const path = `${join(folder, 'node_modules/.bin')}:${process.env.PATH}`
  // A group of its own: some servers start another process.
  const child = spawn(program, args, { cwd: folder, env: { ...env, PATH: path }, stdio: 'ignore', detached: true })
  const url = `http://127.0.0.1:${port}`
  const answers = async () => (await fetch(url).catch(() => null)) !== null
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`${program} ended by ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return { url, stop: () => void (child.pid && process.kill(-child.pid, 'SIGTERM')) }
}
