import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lowContrast } from '../../browser/contrast.ts'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { createRoom, createToken, enter, openNetwork } from '../../sdk/kit.ts'
import {
  beginProject,
  comeIn,
  expectSign,
  messagesOf,
  openDocument,
  openProject,
  type Planner,
  progressOf,
  projectRoomOf,
  say,
  showTab,
  takePen,
  textOf,
  waitMs,
} from '../siteflow-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`Siteflow${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let dataDir: string
  let server: TestServer

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'syncforge-siteflow-'))
    ;[browser, server] = await Promise.all([launchBrowser(), startServer({ dataDir })])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  /** Two people in a project that the first of them began. */
  const meet = async (url = server.url): Promise<readonly [Planner, Planner]> => {
    const workspace = `ws-${randomUUID()}`
    const ada = await comeIn(browser, { url, workspace, name: 'Ada' })
    const bob = await comeIn(browser, { url: server.url, workspace, name: 'Bob' })
    await beginProject(ada, 'Harbour')
    await openProject(bob, 'Harbour')
    return [ada, bob]
  }
  const eventually = <T>(seen: () => Promise<T> | T, wanted: T) =>
    expect.poll(async () => seen(), { timeout: waitMs }).toEqual(wanted)
  const complaintsOf = (planners: readonly Planner[]) => planners.flatMap(({ complaints }) => complaints)

  test('[LK1] [RC3] two reach for the pen at once: one has it, the other sees who, stands in line and has it next', async () => {
    const planners = await meet()
    for (const planner of planners) await openDocument(planner, 'Goals')
    // Both press in the same moment: whoever comes second may find the button gone already, as people do.
    const buttons = await Promise.all(
      planners.map(async ({ page }) => {
        const button = page.getByRole('button', { name: 'Begin with the template' })
        await button.waitFor()
        return button.elementHandle()
      }),
    )
    await Promise.all(buttons.map((button) => button?.evaluate((element) => (element as HTMLElement).click())))
    const writes = ({ page }: Planner) => page.getByRole('button', { name: 'Done' }).isVisible()
    await eventually(async () => (await Promise.all(planners.map(writes))).filter(Boolean).length, 1)
    const [first, second] = (await writes(planners[0])) ? planners : [planners[1], planners[0]]
    await second.page.getByText(`${first.name} has the pen`).waitFor()
    expect(await textOf(second, 'Goals').count()).toBe(0)
    // It begins with the template.
    expect(await textOf(first, 'Goals').inputValue()).toContain('## How we will know')
    await textOf(first, 'Goals').fill('## In half a year\n- A thousand readers')
    await expectSign(first, 'Saved')
    await second.page.getByText('A thousand readers').waitFor()

    await second.page.getByRole('button', { name: 'Stand in line' }).click()
    await second.page.getByRole('button', { name: /You’re in line/ }).waitFor()
    await first.page.getByRole('button', { name: 'Done' }).click()
    await textOf(second, 'Goals').waitFor()
    expect(await textOf(second, 'Goals').inputValue()).toBe('## In half a year\n- A thousand readers')
    await first.page.getByText(`${second.name} has the pen`).waitFor()
    // In the list everybody sees who is where, and who writes.
    await first.page.getByRole('link', { name: new RegExp(`Goals.*${second.name} writes`) }).waitFor()
    await openDocument(second, 'Launch')
    const launch = first.page.getByRole('link', { name: /^Launch/ })
    await eventually(
      () => launch.getByRole('list', { name: 'In Launch' }).textContent(),
      `${second.name.slice(0, 2).toUpperCase()}${second.name}`,
    )
    expect(complaintsOf(planners)).toEqual([])
  })

  test('what one wrote a moment before a reload is there after it, and saved', async () => {
    const [ada, bob] = await meet()
    const text = await takePen(ada, 'Brief')
    await text.fill('One sentence, not saved yet')
    await ada.page.reload()
    // The page goes on where it was: with the pen, and with the words.
    await textOf(ada, 'Brief').waitFor()
    expect(await textOf(ada, 'Brief').inputValue()).toBe('One sentence, not saved yet')
    await expectSign(ada, 'Saved')
    await bob.page.getByText('One sentence, not saved yet').waitFor()
    await bob.page.getByText(/^Version \d+, saved by Ada at/).waitFor()
    expect(complaintsOf([ada, bob])).toEqual([])
  })

  test('[RC1] somebody saved meanwhile: both texts stand side by side, and a third is made of them', async () => {
    const [ada] = await meet()
    const text = await takePen(ada, 'Brief')
    await text.fill('title\nours\nend')
    await expectSign(ada, 'Saved')
    // A program that asks nobody for a pen.
    const robot = await enter(server.wsUrl, projectRoomOf(ada), { userId: 'robot', userInfo: { name: 'Robot' } })
    const { version } = (await robot.room.records.get('brief'))!
    await robot.room.records.save('brief', 'title\ntheirs\nend', { expectedVersion: version })
    await text.fill('title\nours, and more\nend')
    await ada.page.getByRole('heading', { name: 'Two versions of this document' }).waitFor()
    const side = (name: string) => ada.page.getByRole('region', { name }).locator('pre')
    expect(await side('Yours').textContent()).toBe('title\nours, and more\nend\n')
    expect(await side('Robot’s').textContent()).toBe('title\ntheirs\nend\n')
    expect(await faultsOf(ada.page)).toEqual([])
    await ada.page.getByRole('button', { name: 'Merge both' }).click()
    const merged = ada.page.getByRole('textbox', { name: 'The merged text' })
    expect(await merged.inputValue()).toBe('title\ntheirs\nours, and more\nend')
    await merged.fill('title\nboth\nend')
    await ada.page.getByRole('button', { name: 'Save the merged text' }).click()
    await expectSign(ada, 'Saved')
    expect((await robot.room.records.get('brief'))?.content).toBe('title\nboth\nend')
    // Nothing of either is lost.
    const { versions } = await robot.room.records.history('brief')
    const texts = await Promise.all(versions.map(({ version }) => robot.room.records.version('brief', version)))
    expect(texts.map(({ content }) => content)).toContain('title\ntheirs\nend')

    await robot.room.records.save('brief', 'theirs again', { expectedVersion: versions[0]!.version })
    await textOf(ada, 'Brief').fill('mine again')
    await ada.page.getByRole('button', { name: 'Take Robot’s' }).click()
    await eventually(() => textOf(ada, 'Brief').inputValue(), 'theirs again')
    await expectSign(ada, 'Saved')
    expect(ada.complaints).toEqual([])
  })

  test('they talk: who is writing, what is unread, and only what is seen is read', async () => {
    const [ada, bob] = await meet()
    await showTab(ada, 'Chat')
    await ada.page.getByRole('textbox', { name: 'Message' }).pressSequentially('Hel')
    await showTab(bob, 'Chat')
    await ada.page.getByRole('textbox', { name: 'Message' }).pressSequentially('lo')
    await bob.page.getByText('Ada is writing…').waitFor()
    await showTab(bob, 'Checklist')
    await ada.page.getByRole('textbox', { name: 'Message' }).press('Enter')
    const tab = bob.page.getByRole('tab', { name: /^Chat/ })
    await eventually(() => tab.textContent(), 'Chat1 unread')
    await say(ada, 'Are you there?')
    await eventually(() => tab.textContent(), 'Chat2 unread')
    await showTab(bob, 'Chat')
    await eventually(() => messagesOf(bob), ['Hello', 'Are you there?'])
    await eventually(() => tab.textContent(), 'Chat')
    await say(bob, '<b>yes</b>')
    await eventually(() => messagesOf(ada), ['Hello', 'Are you there?', '<b>yes</b>'])
    expect(await faultsOf(ada.page)).toEqual([])
    await ada.page.getByRole('button', { name: 'Remove “Hello”' }).click()
    await eventually(() => messagesOf(bob), ['Removed', 'Are you there?', '<b>yes</b>'])
    // What was read stays read.
    await bob.page.reload()
    await eventually(() => tab.textContent(), 'Chat')
    expect(complaintsOf([ada, bob])).toEqual([])
  })

  test('[CK1] [CK2] [CK4] the checklists of a new project are there once; checked by both to 100 %, with who did it', async () => {
    const [ada, bob] = await meet()
    await eventually(
      () => ada.page.locator('.entry-tasks').allTextContents(),
      [...[3, 2, 2, 3, 3, 3, 3, 3, 2].map((total) => `Tasks done: 0/${total}`)],
    )
    await ada.page.getByRole('textbox', { name: 'New task for Brief' }).fill('Have it printed')
    await ada.page.getByRole('button', { name: 'Add' }).click()
    await bob.page.getByRole('button', { name: 'Move “Have it printed” up' }).click()
    const tasks = (planner: Planner) => planner.page.locator('.task-label > span > span:first-child').allTextContents()
    const order = ['Write the one sentence', 'Agree what it is not', 'Have it printed', 'Name who decides']
    await eventually(() => tasks(ada), order)
    await bob.page.getByRole('button', { name: 'Remove “Have it printed”' }).click()
    await eventually(
      () => tasks(ada),
      order.filter((task) => task !== 'Have it printed'),
    )
    const titles = [
      'Brief',
      'Audience',
      'Goals',
      'Site map',
      'Content',
      'Design',
      'Technology',
      'Launch',
      'Budget and risks',
    ]
    for (const [place, title] of titles.entries()) {
      const planner = place % 2 === 0 ? ada : bob
      await openDocument(planner, title)
      for (const box of await planner.page.getByRole('checkbox').all()) {
        await box.click()
        await eventually(() => box.isChecked(), true)
      }
    }
    for (const planner of [ada, bob]) await eventually(() => progressOf(planner), 100)
    await openDocument(ada, 'Audience')
    await ada.page.locator('.task-by', { hasText: 'Bob,' }).first().waitFor()
    // A third who comes later sees the same, and sets nothing up again.
    const cyd = await enter(server.wsUrl, projectRoomOf(ada), { userId: 'cyd' })
    cyd.room.checklists.subscribe(() => {})
    await eventually(() => cyd.room.checklists.get().total, 24)
    expect(cyd.room.checklists.get().share).toBe(1)
    expect(complaintsOf([ada, bob])).toEqual([])
  })

  test('[LK2] offline for longer than the room waits: the pen is free for the next, and what was written meanwhile is merged, not lost', async () => {
    const project = `offline-${randomUUID()}`
    await createRoom(server, { id: project, access: 'public', graceMs: 1_000 })
    const network = await openNetwork(server)
    const near = network.endpoint.replace(/^ws/, 'http')
    const [ada, bob] = await Promise.all(
      [
        { name: 'Ada', url: near },
        { name: 'Bob', url: server.url },
      ].map(async ({ name, url }) => {
        const planner = await comeIn(browser, { url, name, workspace: `ws-${project}` })
        await planner.page.goto(`${url}/examples/siteflow/?workspace=ws-${project}&project=${project}`)
        await planner.page.getByRole('heading', { level: 2, name: 'Brief', exact: true }).waitFor()
        return planner
      }),
    )
    const text = await takePen(ada!, 'Brief')
    await text.fill('before')
    await expectSign(ada!, 'Saved')
    network.goDown()
    await ada!.page.getByText('You’re offline.').waitFor()
    await text.fill('before\nwritten in the train')
    await expectSign(ada!, 'Offline: kept in this browser')

    const others = await takePen(bob!, 'Brief')
    await eventually(() => others.inputValue(), 'before')
    await others.fill('before\nwritten in the office')
    await bob!.page.getByRole('button', { name: 'Done' }).click()
    await bob!.page.getByRole('button', { name: 'Edit' }).waitFor()

    network.comeUp()
    await ada!.page.getByText('You don’t have the pen any more.').waitFor()
    expect(await text.inputValue()).toBe('before\nwritten in the train')
    await ada!.page.getByRole('button', { name: 'Take the pen again' }).click()
    await ada!.page.getByRole('button', { name: 'Merge both' }).click()
    await ada!.page.getByRole('button', { name: 'Save the merged text' }).click()
    await expectSign(ada!, 'Saved')
    await ada!.page.getByRole('button', { name: 'Done' }).click()
    const witness = await enter(server.wsUrl, project, { userId: 'witness' })
    expect((await witness.room.records.get('brief'))?.content).toBe(
      'before\nwritten in the office\nwritten in the train',
    )
    expect(complaintsOf([ada!, bob!])).toEqual([])
  })

  test('the server is killed while they work: the pen stays, and nothing is lost', async () => {
    const [ada, bob] = await meet()
    const text = await takePen(ada, 'Brief')
    await text.fill('before')
    await expectSign(ada, 'Saved')
    await showTab(bob, 'Chat')
    await say(bob, 'before')
    await eventually(() => messagesOf(bob), ['before'])
    await bob.page.getByRole('textbox', { name: 'Message' }).fill('while it was away')
    const { port } = server
    await server.kill()
    await ada.page.getByText('You’re offline.').waitFor()
    await text.fill('before, and while it was away')
    await bob.page.getByRole('textbox', { name: 'Message' }).press('Enter')
    server = await startServer({ port, dataDir })
    // Reconnects are spread out, so that a restart is not followed by a storm.
    await expectSign(ada, 'Saved', 60_000)
    expect(await ada.page.getByRole('button', { name: 'Done' }).isVisible()).toBe(true)
    await bob.page.getByText('before, and while it was away').waitFor({ timeout: 60_000 })
    const message = bob.page.getByRole('textbox', { name: 'Message' })
    // What could not be sent is still in the field.
    if ((await message.inputValue()) !== '') await message.press('Enter')
    await eventually(() => messagesOf(bob), ['before', 'while it was away'])
    await text.fill('before, meanwhile, and after')
    await expectSign(ada, 'Saved')
    const witness = await enter(server.wsUrl, projectRoomOf(ada), { userId: 'witness' })
    expect((await witness.room.records.get('brief'))?.content).toBe('before, meanwhile, and after')
    expect((await witness.room.chat.history()).messages.map(({ body }) => body)).toEqual([
      'before',
      'while it was away',
    ])
    expect(complaintsOf([ada, bob])).toEqual([])
  })

  test('with a token one is who it says, and with `read` one only reads', async () => {
    const workspace = `ws-${randomUUID()}`
    await createRoom(server, { id: workspace, access: 'private' })
    const token = await createToken(server, 'Grace', { [`${workspace}*`]: ['read'] })
    await createRoom(server, { id: `${workspace}-plan`, access: 'private' })
    const profile = await browser.newContext()
    const page = await profile.newPage()
    page.setDefaultTimeout(waitMs)
    await page.goto(`${server.url}/examples/siteflow/?workspace=${workspace}&project=${workspace}-plan#token=${token}`)
    await page.getByText('You may read this project.').waitFor()
    await page.getByRole('list', { name: 'Here now' }).getByText('Grace (you)').waitFor()
    expect(await page.getByRole('button', { name: /Begin with|Add|Send/ }).count()).toBe(0)
    await page.goto(`${server.url}/examples/siteflow/?workspace=${workspace}-none#token=${token}`)
    await page.getByRole('heading', { name: 'This project doesn’t exist' }).waitFor()
    await profile.close()
  })

  test('it is readable and whole in both themes, wide and at 390 pixels', async () => {
    const workspace = `ws-${randomUUID()}`
    const ada = await comeIn(browser, { url: server.url, workspace, name: 'Ada' })
    const looks = async (where: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await ada.page.emulateMedia({ colorScheme })
        expect([where, colorScheme, await faultsOf(ada.page), await lowContrast(ada.page)]).toEqual([
          where,
          colorScheme,
          [],
          [],
        ])
      }
    }
    await looks('projects')
    await beginProject(ada, 'Harbour')
    await openDocument(ada, 'Launch')
    await looks('not begun')
    await takePen(ada, 'Launch')
    await expectSign(ada, 'Saved')
    await looks('writing')
    await ada.page.setViewportSize({ width: 390, height: 844 })
    for (const part of ['Documents', 'Text', 'Checklist', 'Chat']) {
      await ada.page.getByRole('button', { name: part, exact: true }).click()
      await looks(`${part} at 390`)
    }
    await ada.page.getByRole('button', { name: 'All projects' }).click()
    await ada.page.getByRole('heading', { name: 'Projects' }).waitFor()
    await looks('projects at 390')
    await ada.page.getByRole('button', { name: 'Change name' }).click()
    await ada.page.getByRole('button', { name: 'Come in' }).waitFor()
    await looks('the door at 390')
    await ada.page.getByRole('button', { name: 'Ada' }).click()
    await ada.page.getByRole('heading', { name: 'Projects' }).waitFor()
    expect(ada.complaints).toEqual([])
  })
})
