import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { markdown } from './markdown.ts'
import { headingOf } from './title.ts'

test.each([
  ['# Trip to Lisbon', 'Trip to Lisbon'],
  ['Some words first.\n\n## Plan\n\n# Later', 'Plan'],
  ['Plan for June\n=====\n\ntext', 'Plan for June'],
  ['# **Bold** _and_ `code` ~~gone~~ ##', 'Bold and code gone'],
  ['# [The plan](https://example.com "t") for \\# one', 'The plan for # one'],
  ['#\n\n# \n\n## Third time', 'Third time'],
  ['```\n# no heading\n```\n\ntext', ''],
  ['#no heading', ''],
  ['> # quoted', ''],
  ['just text', ''],
  ['', ''],
  ['# <img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['# \u202eterces\u0007', 'terces'],
  [`# ${'long '.repeat(100)}`, 'long '.repeat(24).trim()],
])('the title of %j is %j', (doc, title) => {
  const state = EditorState.create({ doc, extensions: markdown() })
  ensureSyntaxTree(state, doc.length, 5_000)
  expect(headingOf(state)).toBe(title)
})
