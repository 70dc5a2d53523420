import { join } from 'node:path'
import { expect, test } from 'vitest'
import { messagesPage } from './messages.ts'

test('docs/reference/messages.md names every request and event with its shape; `-u` writes it anew', async () => {
  await expect(messagesPage()).toMatchFileSnapshot(
    join(import.meta.dirname, '..', '..', 'docs', 'reference', 'messages.md'),
  )
})
