import { expect, test } from 'vitest'
import { createUnread } from './unread.ts'

/** In units of a message that counts 1,000 bytes. */
const message = 'm'.repeat(1_000 - 64)
const open = (bounds: Parameters<typeof createUnread>[0] = {}) => {
  const unread = createUnread({
    connectionBytes: 10_000,
    messageBytes: 50_000,
    freeBytes: 0,
    payerBytes: 100_000,
    totalBytes: 1_000_000,
    ...bounds,
  })
  return (payer: string) => {
    const account = unread.open()
    account.paidBy(payer)
    return { ...account, take: (times: number) => Array.from({ length: times }, () => account.count(message)) }
  }
}

test('[PHX7] one connection is sent so much and no more', () => {
  const client = open()('a')
  expect(client.take(11)).toEqual(Array(11).fill(true))
  expect(client.count(message)).toBe(false)
  expect([client.hasToGo(), client.count('m')]).toEqual([true, false])
})

test('[PHX7] the largest message of a connection does not count against it, and has a bound of its own', () => {
  const client = open()('a')
  expect(client.count('d'.repeat(40_000))).toBe(true)
  expect(client.take(10)).toEqual(Array(10).fill(true))
  expect(client.count(message)).toBe(false)
  expect(open()('a').count('d'.repeat(50_000))).toBe(false)
})

test('[PHX7] letters count by the bytes that they are sent as', () => {
  const client = open({ messageBytes: 3_000 })('a')
  expect([client.count('字'.repeat(950)), client.count('字'.repeat(1_000))]).toEqual([true, false])
})

test('[PHX7] of the connections of one key that was sent the most has to go, and no other', () => {
  const enter = open({ payerBytes: 12_000 })
  const [quiet, greedy, other] = [enter('a'), enter('a'), enter('b')]
  quiet.take(4)
  other.take(9)
  greedy.take(8)
  expect([quiet, greedy, other].map((one) => one.hasToGo())).toEqual([false, false, false])
  quiet.take(1)
  expect([quiet, greedy, other].map((one) => one.hasToGo())).toEqual([false, true, false])
})

test('[PHX7] of all together the key that was sent the most gives way', () => {
  const enter = open({ totalBytes: 20_000 })
  const many = Array.from({ length: 6 }, () => enter('crowd'))
  for (const one of many) one.take(2)
  const large = enter('alone')
  large.take(8)
  large.take(1)
  expect(large.hasToGo()).toBe(false)
  expect(many.filter((one) => one.hasToGo())).toHaveLength(1)
})

test('[PHX7] who has gone counts no more; a part of each connection never counts for others', () => {
  const enter = open({ payerBytes: 10_000, freeBytes: 2_000 })
  for (let n = 0; n < 100; n += 1) expect(enter('a').take(2)).toEqual([true, true])
  for (let n = 0; n < 100; n += 1) {
    const client = enter('a')
    expect(client.take(10)).toEqual(Array(10).fill(true))
    client.close()
  }
})
