/** The small pure parts of the wire: rights, ids, errors, JSON, and the rules that every contract keeps. */
import { expect, test } from 'vitest'
import { accessLevels, allows, highestAccess } from './access.ts'
import { errors, isErrorCode, RoomError, toWireError } from './errors.ts'
import { createId, idPatterns } from './ids.ts'
import { contracts } from './index.ts'
import { parseJson } from './json.ts'
import { UserInfo } from './schemas.ts'

test('each access level includes the ones before it', () => {
  const table = accessLevels.map((held) => accessLevels.filter((needed) => allows(held, needed)))
  expect(table).toEqual([['read'], ['read', 'comment'], ['read', 'comment', 'write'], [...accessLevels]])
  expect(highestAccess(['comment', 'read'])).toBe('comment')
  expect(highestAccess([])).toBeNull()
})

test('ids are prefixed, random and of one length', () => {
  const ids = new Set(Array.from({ length: 1_000 }, () => createId('req')))
  expect(ids.size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^req_[0-9a-km-np-z]{20}$/)
})

test('room ids leave out what addresses and token patterns need', () => {
  for (const id of ['a', 'my-room', 'team:42', 'a@b.c', '_x', 'A'.repeat(128)]) expect(id).toMatch(idPatterns.room)
  for (const id of ['', 'a/b', 'a*', 'a b', '-a', '.a', 'ü', 'A'.repeat(129), 'a\n'])
    expect(id).not.toMatch(idPatterns.room)
})

test('close codes tell stock Yjs clients what the advice says: 44xx stop, 45xx come back', () => {
  for (const [code, { close, advice, status }] of Object.entries(errors)) {
    expect([code, close >= 4400 && close < 4500]).toEqual([code, advice !== 'retry'])
    expect([code, close < 4600, status >= 400 && status < 600]).toEqual([code, true, true])
  }
  expect(isErrorCode('toString')).toBe(false)
})

test('the error envelope is the one that REST, sockets and the SDK share', () => {
  const error = new RoomError('ROOM_FULL', 'full', { maxParticipants: 2 })
  expect(toWireError(error, 'req_1')).toEqual({
    error: { code: 'ROOM_FULL', message: 'full', details: { maxParticipants: 2 } },
    request_id: 'req_1',
  })
})

test('JSON from outside: no prototype keys in any spelling, everything else as it is', () => {
  expect(parseJson('{"a":[1,{"b":null}],"text":"__proto__"}')).toEqual({ a: [1, { b: null }], text: '__proto__' })
  for (const text of ['{"__proto__":1}', '{"a":[{"__proto__":{}}]}', '{"\\u005f\\u005fproto__":1}']) {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
  }
  expect(() => parseJson('{')).toThrow(expect.objectContaining({ code: 'MALFORMED_MESSAGE' }))
})

test('JSON from outside may be nested 128 deep, and as wide as it likes', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const inKeys = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  for (const make of [nested, inKeys]) {
    expect(JSON.stringify(parseJson(make(128)))).toBe(make(128))
    for (const depth of [129, 5_000, 100_000]) {
      expect(() => parseJson(make(depth))).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
    }
  }
  expect(parseJson(JSON.stringify(Array.from({ length: 1_000 }, () => [{}])))).toHaveLength(1_000)
  expect(parseJson(JSON.stringify({ text: '[{'.repeat(1_000) }))).toEqual({ text: '[{'.repeat(1_000) })
  expect(() => parseJson(`{"body":{"presence":${nested(200)}}}`)).toThrow(
    expect.objectContaining({
      details: [{ path: expect.stringMatching(/^body\.presence\.0/), message: 'is nested more than 128 deep' }],
    }),
  )
})

test('half of a surrogate pair is a fault only where text must be Unicode, and is found wherever it lies', () => {
  for (const [text, path] of [
    ['{"a":"x\\ud83d"}', 'a'],
    ['{"a":[1,{"b":"\\uDE00"}]}', 'a.1.b'],
    ['{"a":{"\\ud83d":1}}', 'a.\ufffd'],
    ['"\\ud83d\\ud83d"', ''],
  ]) {
    expect(JSON.stringify(parseJson(text ?? ''))).toBe((text ?? '').toLowerCase())
    expect(() => parseJson(text ?? '', true)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_ERROR', details: [expect.objectContaining({ path })] }),
    )
  }
  expect(parseJson('{"a":"\\ud83d\\ude00"}', true)).toEqual({ a: '😀' })
})

test('every request is noun.verb, every event noun.past, and no name belongs to two features', () => {
  const names = Object.values(contracts).flatMap(({ requests, events }) => [
    ...Object.keys(requests),
    ...Object.keys(events),
  ])
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/)
  for (const [key, { name }] of Object.entries(contracts)) expect(name).toBe(key)
})

test('userInfo is bounded, and a colour is a colour', () => {
  expect(UserInfo.safeParse({ name: 'Ada', color: '#aB01ff', team: ['x'] }).success).toBe(true)
  expect(UserInfo.safeParse({ color: 'red; background: url(x)' }).success).toBe(false)
  expect(UserInfo.safeParse({ bio: 'x'.repeat(5_000) }).success).toBe(false)
})
