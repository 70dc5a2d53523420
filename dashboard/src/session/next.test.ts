/** Nobody is led away from the dashboard by an address that says where to go on. */
import { expect, it, vi } from 'vitest'
import { nextOf, routeOf } from './next.ts'

vi.stubGlobal('location', new URL('https://forge.example/dashboard/sign-in'))

it.each([
  ['/dashboard/orgs/acme/rooms?q=a', '/dashboard/orgs/acme/rooms?q=a'],
  ['/dashboard/', '/dashboard/'],
  ['//evil.example/dashboard/', '/dashboard/'],
  ['/\\evil.example/dashboard/', '/dashboard/'],
  ['/\t/evil.example/dashboard/', '/dashboard/'],
  ['https://evil.example/dashboard/', '/dashboard/'],
  ['javascript:alert(1)', '/dashboard/'],
  ['/dashboard/../api/v1/rooms', '/dashboard/'],
  ['/dashboardish', '/dashboard/'],
  ['', '/dashboard/'],
  [undefined, '/dashboard/'],
])('%j goes on at %s', (wanted, led) => {
  expect(nextOf(wanted)).toBe(led)
})

it('is an address of the router without its beginning', () => {
  expect(routeOf('/dashboard/orgs/acme')).toBe('/orgs/acme')
  expect(routeOf('/dashboard/')).toBe('/')
})
