/** [AT6] [AT7] What the files of all rooms of an organization may have together, and what is given free again. */
import { abortAllDurableObjects } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import type { Organization } from '../organization.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      ORGANIZATION: DurableObjectNamespace<Organization>
    }
  }
}

const gib = 2 ** 30
const most = limits.attachmentsPerOrganizationMaxBytes

const freshOrganization = () => {
  const id = createId('org')
  const object = () => env.ORGANIZATION.getByName(id)
  return {
    keep: (place: string, bytes: number) => object().keepFile(id, place, bytes),
    drop: (...places: string[]) => object().dropFilesBelow(id, places),
  }
}

test('[AT7] an organization keeps twenty GiB over all of its rooms, each file counted once however often it comes, through a crash', async () => {
  const { keep } = freshOrganization()
  for (let n = 1; n < most / gib; n++) expect(await keep(`room-${n % 3}/file-${n}`, gib)).toBe(true)
  expect(await keep('room-1/last', gib)).toBe(true)
  expect(await keep('room-2/one-byte', 1)).toBe(false)
  // The same again, after a lost answer, takes no further place.
  expect(await keep('room-1/last', gib)).toBe(true)
  await abortAllDurableObjects()
  expect(await keep('room-2/one-byte', 1)).toBe(false)
  expect(await freshOrganization().keep('room-1/last', gib)).toBe(true)
})

test('[AT6] [AT7] what a file, or a whole room, had is free again with it; what is to be erased is not kept once more', async () => {
  const { keep, drop } = freshOrganization()
  for (const room of ['one', 'two']) for (let n = 0; n < 10; n++) expect(await keep(`${room}/${n}`, gib)).toBe(true)
  expect(await keep('two/more', 1)).toBe(false)
  await drop('one/3')
  expect(await keep('two/more', gib)).toBe(true)
  expect(await keep('two/even-more', 1)).toBe(false)
  // All that is left of a room; twice is as good as once.
  await drop('one/')
  await drop('one/', 'one/3')
  for (let n = 0; n < 9; n++) expect(await keep(`three/${n}`, gib)).toBe(true)
  expect(await keep('three/9', 1)).toBe(false)
  await drop('three/0')
  expect(await keep('three/1', gib)).toBe(true)
})
