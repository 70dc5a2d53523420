// Owns running another program and keeping what it said. Refuses to judge the result.
import { spawn } from 'node:child_process'

export interface Ended {
  readonly exitCode: number
  /** Both streams, as they came. */
  readonly output: string
}

/** Runs a program in `cwd` until it ends; never rejects. A program that cannot start ends with code 1 and says why. */
const runCommand = (program: string, args: readonly string[], cwd: string): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ exitCode: 1, output: error.message }))
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output }))
  })

/** The same for a script of an installed package, on the Node that runs this. */
export const runNode = (script: string, args: readonly string[], cwd: string): Promise<Ended> =>
  runCommand(process.execPath, [script, ...args], cwd)
