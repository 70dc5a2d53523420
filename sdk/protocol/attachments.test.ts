/** Names of files as they are shown and kept. */
import { expect, test } from 'vitest'
import { cleanFileName } from './attachments.ts'

test.each([
  ['plan.pdf', 'plan.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\docs\\a b.txt', 'a b.txt'],
  ['a\u202egnp.exe', 'agnp.exe'],
  ['a\r\nset-cookie: x\u0000.png', 'aset-cookie_ x.png'],
  ['  .hidden. ', 'hidden'],
  ['...', 'file'],
  ['', 'file'],
  ['\ud83d.png', 'png'],
  ['Größe "1".svg', 'Größe _1_.svg'],
])('%j becomes %j', (given, clean) => {
  expect(cleanFileName(given)).toBe(clean)
})

test('a long name keeps its ending', () => {
  const name = cleanFileName(`${'ö'.repeat(500)}.tar.gz`)
  expect(name).toMatch(/^ö+.*\.gz$/)
  expect(name).toHaveLength(120)
})
