// Owns how a test uses Siteflow: as a person does, by what is written and named on the page.
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

export const waitMs = 30_000

export interface Visit {
  readonly url: string
  readonly name: string
  readonly workspace: string
  readonly context?: BrowserContextOptions
}

/** Comes in under a name, in a browser of their own, to the list of projects. */
export const comeIn = async (browser: Browser, { url, name, workspace, context }: Visit) => {
  const profile = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })
  onTestFinished(() => profile.close())
  const page = await profile.newPage()
  page.setDefaultTimeout(waitMs)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(`${url}/examples/siteflow/?workspace=${workspace}`)
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('button', { name: 'Come in' }).click()
  await page.getByRole('heading', { name: 'Projects' }).waitFor()
  return { page, name, complaints }
}

export type Planner = Awaited<ReturnType<typeof comeIn>>

export const beginProject = async ({ page }: Planner, project: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Name of a new project' }).fill(project)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: project }).waitFor()
}

export const openProject = async ({ page }: Planner, project: string): Promise<void> => {
  await page.getByRole('link', { name: project }).click()
  await page.getByRole('heading', { name: project }).waitFor()
}

export const projectRoomOf = ({ page }: Planner): string => new URL(page.url()).searchParams.get('project') ?? ''

/** Opens one of the nine documents. */
export const openDocument = async ({ page }: Planner, title: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Documents' }).getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 2, name: title, exact: true }).waitFor()
}

export const textOf = ({ page }: Planner, title: string) => page.getByRole('textbox', { name: `Text of ${title}` })

/** Takes the pen of the document that is open. */
export const takePen = async (planner: Planner, title: string) => {
  await planner.page.getByRole('button', { name: /^(Edit|Begin with the template)$/ }).click()
  const text = textOf(planner, title)
  await text.waitFor()
  return text
}

export const expectSign = ({ page }: Planner, words: string, timeout = waitMs): Promise<void> =>
  expect
    .poll(() => page.locator('.sheet').innerText(), { timeout, message: `the sign “${words}”` })
    .toMatch(new RegExp(`^${words}$`, 'm'))

export const showTab = (planner: Planner, tab: 'Checklist' | 'Comments' | 'Chat'): Promise<void> =>
  planner.page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()

export const say = async ({ page }: Planner, words: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message' }).fill(words)
  await page.getByRole('textbox', { name: 'Message' }).press('Enter')
}

export const messagesOf = ({ page }: Planner): Promise<string[]> =>
  page.locator('.message-words > p:last-child').allTextContents()

/** Says something about the document that is open: begins a thread with it, or answers in the thread that holds `to`. */
export const comment = async ({ page }: Planner, words: string, { to }: { readonly to?: string } = {}) => {
  const thread = to === undefined ? undefined : page.locator('syncforge-thread', { hasText: to })
  const field = thread ? thread.getByRole('textbox', { name: 'Reply' }) : page.getByRole('textbox', { name: 'Comment' })
  await field.click()
  await page.keyboard.type(words)
  await page.keyboard.press('Control+Enter')
}

/** Who said what about the document that is open, thread by thread as they stand there. */
export const commentsOf = async ({ page }: Planner): Promise<string[][]> => {
  const threads = await page.locator('syncforge-thread').all()
  return Promise.all(
    threads.map(async (thread) => {
      const said = await thread.locator('.comment').all()
      return Promise.all(
        said.map(async (one) => {
          const [name, words] = await Promise.all(['.name', '.body'].map((part) => one.locator(part).textContent()))
          return `${name}: ${words?.trim()}`
        }),
      )
    }),
  )
}

/** Percent of the whole project. */
export const progressOf = async ({ page }: Planner): Promise<number> =>
  Number(await page.getByRole('progressbar', { name: 'Progress of the project' }).getAttribute('aria-valuenow'))
