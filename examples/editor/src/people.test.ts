import { describe, expect, test } from 'vitest'
import { initials, spokenList, toPeople } from './people.ts'
import type { User } from './room.ts'

const user = (userId: string, given: Partial<User> = {}): User => ({
  userId,
  userInfo: { name: `${userId} of the token`, color: '#112233' },
  verified: false,
  presence: {},
  activity: 'active',
  connections: [{ connectionId: `con_${userId}`, presence: {}, activity: 'active', joinedAt: 0 }],
  ...given,
})

const claimed = (userId: string) => ({ userId, verified: false })

describe('people on the page', () => {
  test('they come in the order of the room', () => {
    const people = toPeople([user('ada'), user('bob'), user('me')], claimed('me'))
    expect(people.map(({ userId, isSelf }) => [userId, isSelf])).toEqual([
      ['ada', false],
      ['bob', false],
      ['me', true],
    ])
  })

  test('[PE1] who only claims my id is not me, and is somebody else than whoever proves it', () => {
    const people = toPeople(
      [user('me'), user('me', { verified: true }), user('ada'), user('ada', { verified: true })],
      {
        userId: 'me',
        verified: true,
      },
    )
    expect(people.map(({ userId, verified, isSelf }) => [userId, verified, isSelf])).toEqual([
      ['me', false, false],
      ['me', true, true],
      ['ada', false, false],
      ['ada', true, false],
    ])
    expect(new Set(people.map(({ key }) => key)).size).toBe(4)
  })

  test('a guest may change their name while here, a verified person may not', () => {
    const presence = { name: 'Changed', color: '#445566' }
    const [guest, member] = toPeople(
      [user('g', { presence }), user('m', { presence, verified: true })],
      claimed('nobody'),
    )
    expect(guest).toMatchObject({ name: 'Changed', color: '#445566', verified: false })
    expect(member).toMatchObject({ name: 'm of the token', verified: true })
  })

  test('a name that is missing, blank or endless still gives something to show', () => {
    const names = [{}, { name: '   ' }, { name: 7 }, { name: 'x'.repeat(500) }].map(
      (presence) => toPeople([user('u', { presence, userInfo: { name: ' ', color: 'red' } })], claimed('me'))[0]?.name,
    )
    expect(names).toEqual(['Guest', 'Guest', 'Guest', 'x'.repeat(40)])
  })

  test('windows are counted, not shown as more people', () => {
    const connections = ['a', 'b', 'c'].map((connectionId) => ({
      connectionId,
      presence: {},
      activity: 'active' as const,
      joinedAt: 0,
    }))
    expect(toPeople([user('u', { connections })], claimed('u'))).toMatchObject([{ windows: 3 }])
  })

  test.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'AD'],
    ['Jean de la Fontaine', 'JF'],
    ['x', 'X'],
    ['😀 Smile', '😀S'],
    ['李 小龙', '李小'],
  ])('%s is drawn as %s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })

  test('a list of people is said in one breath', () => {
    const [me, ada] = toPeople([user('me'), user('ada')], claimed('me'))
    expect(spokenList([me, ada].filter((one) => one !== undefined))).toBe('me of the token (you) and ada of the token')
    const others = toPeople([user('bob', { activity: 'idle' }), user('cleo', { activity: 'away' })], claimed('me'))
    expect(spokenList(others)).toBe('bob of the token (idle) and cleo of the token (away)')
  })
})
