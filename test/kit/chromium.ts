// Owns finding a Chromium to test with, installing one where that is possible. Refuses to guess: a browser counts only if it ran.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const run = promisify(execFile)

export type FoundChromium = { readonly path: string } | { readonly missing: string }

const VERSION_TIMEOUT_MS = 20_000
const PLAYWRIGHT_TIMEOUT_MS = 120_000
const APT_TIMEOUT_MS = 300_000
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const isRoot = () => process.getuid?.() === 0

/** A path or a name on the PATH that really starts; wrappers that only tell one to install something else do not. */
const works = async (browser: string): Promise<boolean> => {
  try {
    const { stdout } = await run(browser, ['--version'], { timeout: VERSION_TIMEOUT_MS })
    return /chrom/i.test(stdout)
  } catch {
    return false
  }
}

const firstWorking = async (candidates: readonly string[]): Promise<string | undefined> => {
  for (const candidate of candidates) if (await works(candidate)) return candidate
  return undefined
}

/** The first line that says why, of a command that failed. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if ('killed' in error && error.killed) return 'took too long'
  const output = 'stderr' in error ? String(error.stderr) : ''
  return output.split('\n').find((line) => /error|fail|unable/i.test(line)) ?? error.message.split('\n')[0] ?? 'failed'
}

const fromPlaywright = async (): Promise<FoundChromium> => {
  const path = chromium.executablePath()
  if (existsSync(path) && (await works(path))) return { path }
  try {
    const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
    await run(process.execPath, [cli, 'install', 'chromium'], { timeout: PLAYWRIGHT_TIMEOUT_MS })
  } catch (error) {
    return { missing: `Playwright's download: ${reasonOf(error)}` }
  }
  return (await works(path)) ? { path } : { missing: 'the Chromium that Playwright downloaded does not start here' }
}

const fromDebian = async (): Promise<FoundChromium> => {
  if (!isRoot()) return { missing: 'not root, so no Debian package' }
  const options = {
    timeout: APT_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  }
  try {
    await run('apt-get', ['-qq', 'update'], options)
    // Without the recommended packages (portals, printing), but with a font to lay text out in.
    const wanted = ['--no-install-recommends', 'chromium', 'fonts-liberation']
    await run('apt-get', ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=120', 'install', ...wanted], options)
  } catch (error) {
    return { missing: `apt-get: ${reasonOf(error)}` }
  }
  return (await works('chromium')) ? { path: 'chromium' } : { missing: "Debian's chromium does not start here" }
}

const search = async (): Promise<FoundChromium> => {
  // A choice made by hand is not second-guessed.
  const chosen = process.env.SYNCFORGE_CHROMIUM || process.env.CHROME_PATH
  if (chosen) return (await works(chosen)) ? { path: chosen } : { missing: `${chosen} does not start` }
  // A search in vain is not repeated by every test file of a run.
  const inVain = process.env.SYNCFORGE_CHROMIUM_MISSING
  if (inVain) return { missing: inVain }
  const system = await firstWorking(SYSTEM_NAMES)
  if (system) return { path: system }
  const playwright = await fromPlaywright()
  if ('path' in playwright) return playwright
  const debian = await fromDebian()
  if ('path' in debian) return debian
  return { missing: `none on this machine; ${playwright.missing}; ${debian.missing}` }
}

/** The absolute path of a name on the PATH: Playwright takes no names. */
const resolved = async (found: FoundChromium): Promise<FoundChromium> => {
  if ('missing' in found || found.path.includes('/')) return found
  const { stdout } = await run('sh', ['-c', `command -v ${found.path}`])
  return { path: stdout.trim() }
}

let found: Promise<FoundChromium> | undefined

/**
 * Finds a Chromium: `SYNCFORGE_CHROMIUM` or `CHROME_PATH`, the system's, Playwright's (downloaded if it can be), and,
 * as root, Debian's package. Never rejects; where none can be had, `missing` says why. May take minutes the first time.
 *
 * @example
 * const chromium = await findChromium()
 * describe.skipIf('missing' in chromium)('the editor', () => { … })
 */
export const findChromium = (): Promise<FoundChromium> => {
  found ??= search().then(resolved)
  return found
}

/** Starts a headless Chromium; rejects with the reason when there is none. The caller closes it. */
export const launchBrowser = async (): Promise<Browser> => {
  const browser = await findChromium()
  if ('missing' in browser) throw new Error(`No Chromium: ${browser.missing}`)
  return chromium.launch({
    executablePath: browser.path,
    args: [
      // Chromium's own sandbox refuses to start as root.
      ...(isRoot() ? ['--no-sandbox'] : []),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-gpu',
    ],
  })
}
