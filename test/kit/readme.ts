// Owns reading the README as a newcomer does: its code blocks, its words, and the addresses in them turned to the server under test.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export const readme = readFileSync(join(root, 'README.md'), 'utf8')

export interface Block {
  readonly language: string
  readonly code: string
}

/** The code blocks of the README, in order. */
export const blocks: readonly Block[] = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = '', code = '']) => ({ language, code }),
)

/** The first block that contains `words`. */
export const blockWith = (words: string): string => {
  const found = blocks.find(({ code }) => code.includes(words))
  if (!found) throw new Error(`no code block of the README contains “${words}”`)
  return found.code
}

/** `code` as it is printed, except that it speaks to the server on `port`. */
export const spokenTo = (port: number, code: string): string => code.replaceAll('127.0.0.1:8787', `127.0.0.1:${port}`)

/** Runs `input` as if it were typed into `command`, in the project's root, until `stop`. */
export const follow = (command: string, args: readonly string[], input: string) => {
  const child = spawn(command, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    output: () => output,
    ended,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs a TypeScript block of the README in a Node process of its own. */
export const followInNode = (code: string) =>
  follow(process.execPath, ['--conditions=source', '--input-type=module-typescript', '-'], code)
