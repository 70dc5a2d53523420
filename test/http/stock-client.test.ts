/** better-auth's own client, as its documentation uses it, with its plugins for organizations and two-factor sign-in. */
import { createAuthClient } from 'better-auth/client'
import { organizationClient, twoFactorClient } from 'better-auth/client/plugins'
import { describe, expect, it } from 'vitest'
import { browse, linkIn, password, signUp, waitForMail } from '../kit/accounts.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { codeOf } from '../kit/totp.ts'

const server = sharedServer()
let count = 0
const fresh = (name: string) => {
  count += 1
  return `${name}-${process.pid}-${Date.now()}-${count}`
}

/** Node keeps no cookies: `fetch` that does is the one thing that is handed in. */
const clientOf = (browser = browse(server)) =>
  createAuthClient({
    baseURL: server.url,
    plugins: [organizationClient(), twoFactorClient()],
    fetchOptions: {
      customFetchImpl: (input, init) => {
        const { pathname, search } = new URL(String(input))
        return browser.fetch(`${pathname}${search}`, init)
      },
    },
  })

it('signs up, signs in with a second factor, manages sessions and signs out', async () => {
  const email = `${fresh('stock')}@example.com`
  const browser = browse(server)
  const client = clientOf(browser)
  expect(
    (await client.signUp.email({ name: 'Stock', email, password, callbackURL: '/dashboard/verified' })).error,
  ).toBeNull()
  await browser.fetch(linkIn(await waitForMail(server, email, /^Confirm/)))
  expect((await client.getSession()).data?.user).toMatchObject({ email, twoFactorEnabled: false })
  const { data: factor } = await client.twoFactor.enable({ password })
  const totpURI = (factor as { totpURI: string }).totpURI
  expect((await client.twoFactor.verifyTotp({ code: codeOf(totpURI) })).error).toBeNull()
  expect((await client.listSessions()).data).toEqual([expect.objectContaining({ isCurrent: true })])
  expect((await client.signOut()).error).toBeNull()
  const { data } = await client.signIn.email({ email, password })
  expect(data).toMatchObject({ twoFactorRedirect: true })
  expect((await client.twoFactor.verifyTotp({ code: codeOf(totpURI, 1), trustDevice: true })).data).toMatchObject({
    user: { email },
  })
  expect((await client.updateUser({ name: 'Stock II' })).error).toBeNull()
  expect((await client.getSession()).data?.user.name).toBe('Stock II')
  const { error } = await client.changePassword({ currentPassword: 'wrong one here', newPassword: 'irrelevant here' })
  expect(error).toMatchObject({ status: 400, code: 'INVALID_PASSWORD', message: expect.any(String) })
})

describe('organizations', () => {
  const invite = async () => {
    const ada = await signUp(server)
    const admin = clientOf(ada.browser)
    const slug = fresh('acme')
    const { data: acme } = await admin.organization.create({ name: 'Acme', slug })
    const organizationId = acme?.id ?? ''
    expect(organizationId).toMatch(/^org_/)
    return { ada, admin, slug, organizationId }
  }

  it('are made, invite by mail, and hold what each role may do', async () => {
    const { ada, admin, slug, organizationId } = await invite()
    expect((await admin.organization.list()).data).toMatchObject([{ id: organizationId, slug }])
    expect((await admin.organization.checkSlug({ slug })).error).toMatchObject({ status: 400 })
    const bob = await signUp(server, { name: 'Bob' })
    const { data: invited } = await admin.organization.inviteMember({
      email: bob.email,
      role: 'viewer' as 'member',
      organizationId,
    })
    const mail = await waitForMail(server, bob.email, /^Ada invites you to Acme on SyncForge$/)
    expect(linkIn(mail)).toBe(`${server.url}/dashboard/invitations/${invited?.id}`)
    expect(mail.text).toContain('as viewer')

    const eve = clientOf((await signUp(server, { name: 'Eve' })).browser)
    const invitationId = invited?.id ?? ''
    expect((await eve.organization.acceptInvitation({ invitationId })).error).toMatchObject({ status: 403 })
    const viewer = clientOf(bob.browser)
    expect((await viewer.organization.acceptInvitation({ invitationId })).error).toBeNull()
    expect((await viewer.organization.acceptInvitation({ invitationId })).error).toMatchObject({ status: 400 })

    const members = (await viewer.organization.listMembers({ query: { organizationId } })).data?.members ?? []
    expect(members.map(({ role }) => role).sort()).toEqual(['owner', 'viewer'])
    const memberId = members.find(({ userId }) => userId === bob.id)?.id ?? ''
    const denied = { status: 403 }
    expect(
      (await viewer.organization.updateMemberRole({ memberId, role: 'owner', organizationId })).error,
    ).toMatchObject(denied)
    expect(
      (await viewer.organization.inviteMember({ email: 'x@example.com', role: 'member', organizationId })).error,
    ).toMatchObject(denied)
    expect((await viewer.organization.update({ organizationId, data: { name: 'Mine' } })).error).toMatchObject(denied)
    expect((await admin.organization.updateMemberRole({ memberId, role: 'admin', organizationId })).error).toBeNull()
    expect((await viewer.organization.update({ organizationId, data: { name: 'Ours' } })).data).toMatchObject({
      name: 'Ours',
    })
    expect((await admin.organization.removeMember({ memberIdOrEmail: memberId, organizationId })).error).toBeNull()
    expect((await viewer.organization.listMembers({ query: { organizationId } })).error).toMatchObject(denied)
    expect(ada.name).toBe('Ada')
  })

  it('refuse odd slugs, logos, names, roles and fields by name', async () => {
    const { ada, organizationId } = await invite()
    const refused: readonly [string, string, Record<string, unknown>][] = [
      ['slug', '/organization/create', { name: 'A', slug: '../A b' }],
      ['slug', '/organization/create', { name: 'A', slug: '-a' }],
      ['name', '/organization/create', { name: ' ', slug: fresh('a') }],
      ['name', '/organization/create', { name: 'a'.repeat(10_000), slug: fresh('a') }],
      ['logo', '/organization/create', { name: 'A', slug: fresh('a'), logo: 'javascript:1' }],
      ['plan', '/organization/create', { name: 'A', slug: fresh('a'), plan: 'enterprise' }],
      ['data.plan', '/organization/update', { organizationId, data: { plan: 'enterprise' } }],
      ['role', '/organization/invite-member', { email: 'a@example.com', role: 'viewer,admin', organizationId }],
      ['role', '/organization/invite-member', { email: 'a@example.com', role: ['viewer', 'admin'], organizationId }],
    ]
    for (const [field, path, body] of refused) {
      const answer = await ada.browser.post(path, body)
      expect([field, answer.status, answer.body.code]).toEqual([field, 400, 'VALIDATION_ERROR'])
      expect(answer.body.error).toMatchObject({ details: [{ path: field }] })
    }
  })

  it('keep an owner, also when two leave at once', async () => {
    const { ada, admin, organizationId } = await invite()
    expect((await admin.organization.leave({ organizationId })).error).toMatchObject({ status: 400 })
    const bob = await signUp(server, { name: 'Bob' })
    const { data: invited } = await admin.organization.inviteMember({ email: bob.email, role: 'owner', organizationId })
    const second = clientOf(bob.browser)
    expect((await second.organization.acceptInvitation({ invitationId: invited?.id ?? '' })).error).toBeNull()
    const left = await Promise.all([admin, second].map((owner) => owner.organization.leave({ organizationId })))
    const refusals = left.flatMap(({ error }) => (error ? [[error.status, error.code]] : []))
    // Who came second was told so by the check or, when both had passed that, by the database.
    expect(refusals).toHaveLength(1)
    expect([409, 400, 403]).toContain(refusals[0]?.[0])
    const owners = await Promise.all(
      [ada, bob].map(
        async ({ browser }) => (await browser.get(`/organization/list-members?organizationId=${organizationId}`)).body,
      ),
    )
    expect(owners.filter((answer) => JSON.stringify(answer).includes('"role":"owner"'))).toHaveLength(1)
  })
})
