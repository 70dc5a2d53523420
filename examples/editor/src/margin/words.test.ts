import { describe, expect, test } from 'vitest'
import { sentenceFor as activitySentence, type NameOf } from './activity-panel.ts'
import { bodyOf, isTypable } from './body.ts'
import { sentenceFor as inboxSentence } from './inbox-panel.ts'
import { timeAgo } from './times.ts'

const someone = (name: string, verified = true) => ({ userId: name.toLowerCase(), verified, name })

describe('what is typed', () => {
  test('is text where nobody is meant', () => {
    expect(bodyOf('  Mail me@example.com\nor @nobody ', [someone('example')])).toBe('Mail me@example.com\nor @nobody')
  })

  test('means whom it names, the longest name first, and of two with one name the first', () => {
    const people = [someone('Ada'), someone('Ada Lovelace'), { ...someone('Ada', false), userId: 'other' }]
    expect(bodyOf('@Ada Lovelace, (@Ada)', people)).toEqual({
      blocks: [
        {
          type: 'paragraph',
          content: [
            { type: 'mention', userId: 'ada lovelace', verified: true },
            { type: 'text', text: ', (' },
            { type: 'mention', userId: 'ada', verified: true },
            { type: 'text', text: ')' },
          ],
        },
      ],
    })
  })

  test('is not offered for an edit that would lose bold words or lists', () => {
    expect(isTypable('plain')).toBe(true)
    expect(isTypable(bodyOf('@Ada', [someone('Ada')]))).toBe(true)
    expect(isTypable({ blocks: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', bold: true }] }] })).toBe(
      false,
    )
    expect(isTypable({ blocks: [{ type: 'list', ordered: false, items: [] }] })).toBe(false)
  })
})

test('how long ago something was', () => {
  const now = Date.UTC(2026, 5, 1, 12)
  const ago = (ms: number) => timeAgo(now - ms, now)
  expect([ago(-5_000), ago(59_000), ago(60_000), ago(7_200_000), ago(86_400_000)]).toEqual([
    'now',
    'now',
    '1 minute ago',
    '2 hours ago',
    'yesterday',
  ])
})

test('what happened in the room is a sentence', () => {
  const nameOf: NameOf = ({ name }) => name
  const at = { sequence: 1, at: 0, until: 0 }
  const joined = ['Ada', 'Bob', 'Cyd', 'Dan', 'Eve', 'Fay'].map((name) => someone(name))
  expect(
    activitySentence({ ...at, kind: 'people.moved', by: null, body: { joined, left: [someone('Gus')] } }, nameOf),
  ).toBe('Ada, Bob, Cyd, Dan, and 2 others came. Gus left.')
  const version = { document: 'default', id: 'v', by: someone('Ada') }
  expect(
    activitySentence(
      { ...at, kind: 'version.created', by: someone('Ada'), body: { ...version, name: 'Draft' } },
      nameOf,
    ),
  ).toBe('Ada saved the version “Draft”.')
  expect(
    activitySentence({ ...at, kind: 'version.created', by: someone('Ada'), body: { ...version, name: null } }, nameOf),
  ).toBe('A version was saved automatically.')
})

test('what somebody is told is a sentence', () => {
  const notification = {
    id: 'ntf_00000000000000000000',
    kind: 'reply',
    position: 1,
    roomId: 'plans',
    threadId: 'thr_00000000000000000000',
    actors: [someone('Ada'), someone('Bob')],
    count: 5,
    text: 'yes',
    payload: {},
    createdAt: 0,
    updatedAt: 0,
    readAt: null,
  }
  expect(inboxSentence(notification)).toBe('Ada and Bob replied, 5 times')
  expect(inboxSentence({ ...notification, kind: 'mention', actors: [] })).toBe('Somebody mentioned you')
})
