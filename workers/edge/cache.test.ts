import { describe, expect, it } from 'vitest'
import { createLookupCache } from './cache.ts'

const open = (maxEntries = 10, refreshAfterMs = 100) => {
  const time = { now: 0 }
  const cache = createLookupCache<string>({
    ttlMs: 100,
    refreshAfterMs,
    staleMaxMs: 1_000,
    maxEntries,
    clock: () => time.now,
  })
  let loads = 0
  const load = (value: string | undefined) => async () => {
    loads += 1
    return value
  }
  return { cache, time, load, loads: () => loads }
}

describe('a lookup cache', () => {
  it('asks once for everybody who wants the same at once', async () => {
    const { cache, load, loads } = open()
    const found = await Promise.all(Array.from({ length: 500 }, () => cache.get('a', load('A'))))
    expect(new Set(found)).toEqual(new Set(['A']))
    expect(loads()).toBe(1)
  })

  it('forgets at the end of its time, not before', async () => {
    const { cache, time, load, loads } = open()
    await cache.get('a', load('A'))
    time.now = 99
    expect(await cache.get('a', load('B'))).toBe('A')
    time.now = 100
    expect(await cache.get('a', load('B'))).toBe('B')
    expect(loads()).toBe(2)
  })

  it('remembers neither what was not found nor what failed', async () => {
    const { cache, load } = open()
    expect(await cache.get('a', load(undefined))).toBeUndefined()
    await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect(await cache.get('a', load('A'))).toBe('A')
  })

  it('goes on with an old answer while the question fails, for a while, and not with one that was taken back', async () => {
    const { cache, time, load } = open()
    const down = () => Promise.reject(new Error('down'))
    await cache.get('a', load('A'))
    time.now = 1_000
    expect(await cache.get('a', down)).toBe('A')
    // It is not asked again at once, and does not get any younger by standing in.
    time.now = 1_099
    expect(await cache.get('a', load('B'))).toBe('A')
    time.now = 1_100
    await expect(cache.get('a', down)).rejects.toThrow('down')
    expect(await cache.get('a', load('B'))).toBe('B')

    time.now = 1_300
    expect(await cache.get('a', load(undefined))).toBeUndefined()
    await expect(cache.get('a', down)).rejects.toThrow('down')
    cache.set('a', 'C')
    time.now = 1_500
    cache.forget('a')
    await expect(cache.get('a', down)).rejects.toThrow('down')
  })

  it('is asked anew behind the back of whoever uses an answer, once, and never keeps one for longer than its time', async () => {
    const { cache, time, load, loads } = open(10, 40)
    const background: Promise<unknown>[] = []
    const get = (value: string | undefined) => cache.get('a', load(value), (work) => background.push(work))
    await get('A')
    time.now = 39
    expect([await get('B'), background.length]).toEqual(['A', 0])
    time.now = 40
    expect([await get('B'), await get('B'), background.length]).toEqual(['A', 'A', 1])
    await Promise.all(background)
    expect([await get('C'), loads()]).toEqual(['B', 2])

    // What was taken back is gone as soon as that is known.
    time.now = 80
    expect(await get(undefined)).toBe('B')
    await Promise.all(background)
    expect(await cache.get('a', load(undefined))).toBeUndefined()
  })

  it('counts the age of an answer from the question', async () => {
    const { cache, time, load } = open()
    let finish = (_: string) => {}
    const slow = cache.get('a', () => new Promise((resolve) => (finish = resolve)))
    time.now = 60
    finish('old')
    await slow
    time.now = 100
    expect(await cache.get('a', load('new'))).toBe('new')
  })

  it('throws an answer away that was under way when something newer was told', async () => {
    const { cache, load } = open()
    let finish = (_: string) => {}
    const slow = cache.get('a', () => new Promise((resolve) => (finish = resolve)))
    cache.set('a', 'new')
    finish('old')
    expect(await slow).toBe('old')
    expect(await cache.get('a', load('loaded'))).toBe('new')
    cache.forget('a')
    expect(await cache.get('a', load('loaded'))).toBe('loaded')
  })

  it('holds no more than it may, oldest out first', async () => {
    const { cache, load, loads } = open(2)
    for (const key of ['a', 'b', 'c']) await cache.get(key, load(key))
    expect(await cache.get('c', load('again'))).toBe('c')
    expect(await cache.get('b', load('again'))).toBe('b')
    expect(await cache.get('a', load('again'))).toBe('again')
    expect(loads()).toBe(4)
  })
})
