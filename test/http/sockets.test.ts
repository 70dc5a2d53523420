/** Who gets in and who does not; a refused socket is told why and never reaches the room's object. */
import { createHmac } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errors } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { signRoomToken } from '@syncforge/protocol/room-token'
import { subprotocol } from '@syncforge/protocol/version'
import { SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { otherOrganization } from '../kit/database.ts'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { call, codeOf } from './call.ts'

const read = { rooms: { '*': ['read'] } } as const

const server = sharedServer()
let secret: string
beforeAll(async () => {
  ;({ tokenSecret: secret } = JSON.parse(await readFile(join(server.dataDir, 'secrets.json'), 'utf8')))
})

interface Ending {
  readonly code: number
  readonly reason: string
}

/** Opens a socket and waits until it is refused, or says that it stayed open until the room spoke or `quietMs` passed. */
const attempt = (
  path: string,
  protocols: string[] = [],
  headers: Record<string, string> = {},
): Promise<Ending | 'open'> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.wsUrl}${path}`, protocols, { headers })
    socket.once('error', reject)
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    socket.once('open', () => {
      // A room answers a ping of ours; a refusal says why and closes before that.
      socket.send('ping')
      socket.on('message', (data) => {
        if (data.toString().startsWith('{"type":"error"')) return
        socket.removeAllListeners('close')
        socket.terminate()
        resolve('open')
      })
    })
  })

const native = (roomId: string, token: string, protocols = [subprotocol]) =>
  attempt(`/v1/rooms/${encodeURIComponent(roomId)}/socket?token=${encodeURIComponent(token)}`, protocols)
const yjs = (roomAndDocument: string, token: string) =>
  attempt(`/yjs/${roomAndDocument}?token=${encodeURIComponent(token)}`)

/** A native client that says hello, until it is refused. */
const greeted = (roomId: string, made: string): Promise<Ending> =>
  new Promise((resolve, reject) => {
    const address = `${server.wsUrl}/v1/rooms/${roomId}/socket?token=${encodeURIComponent(made)}`
    const socket = new WebSocket(address, subprotocol)
    socket.once('error', reject)
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', body: {} })))
  })

const refused = (code: keyof typeof errors): Ending => ({ code: errors[code].close, reason: code })

interface Grant {
  readonly rooms: Record<string, readonly ('read' | 'comment' | 'write' | 'moderate')[]>
  readonly organizationId?: string
  readonly key?: string
  readonly expiresAt?: Date
}

const token = ({ rooms, organizationId = 'org_dev', key, expiresAt = new Date(Date.now() + 60_000) }: Grant) => {
  const claims = { organizationId, userId: 'ada', userInfo: { name: 'Ada' }, rooms, expiresAt: expiresAt.getTime() }
  return signRoomToken(new Uint8Array(Buffer.from(key ?? secret)), null, claims)
}

/** How many objects have ever been woken on this server: each leaves a file. */
const objectFiles = async (): Promise<number> => {
  const found = await readdir(join(server.dataDir, 'objects'), { recursive: true }).catch(() => [])
  return found.filter((name) => name.endsWith('.sqlite')).length
}

const createRoom = (json: object, key: string = developmentKeys.secret) =>
  call(server, '/api/v1/rooms', { method: 'POST', json, key })

const base64url = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const claims = () => {
  const iat = Math.floor(Date.now() / 1000)
  return {
    org: 'org_dev',
    sub: 'ada',
    info: {},
    rooms: { '*': ['moderate'] },
    iss: 'syncforge',
    aud: 'room',
    jti: createId('tok'),
    iat,
    exp: iat + 60,
  }
}
const signed = (header: object, payload: object) => {
  const content = `${base64url(header)}.${base64url(payload)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}
const hs256 = { alg: 'HS256', typ: 'JWT' }

describe('a token or key that is wrong', () => {
  type Code = keyof typeof errors
  /** What it is, how it is made, what a socket is told, and what plain HTTP is told where that differs. */
  const wrong: [string, () => string | Promise<string>, Code, Code?][] = [
    ['nothing', () => '', 'UNAUTHORIZED'],
    ['no token at all', () => 'nonsense', 'UNAUTHORIZED'],
    ['an unknown key', () => 'pk_dev_unknown', 'UNAUTHORIZED'],
    ['a secret key', () => developmentKeys.secret, 'FORBIDDEN'],
    [
      'a token of another server',
      () => token({ ...read, key: 'the secret of another server, 32 bytes or more' }),
      'UNAUTHORIZED',
    ],
    ['an expired token', () => token({ ...read, expiresAt: new Date(Date.now() - 120_000) }), 'TOKEN_EXPIRED'],
    ['an unsigned token', () => `${base64url({ alg: 'none' })}.${base64url(claims())}.`, 'UNAUTHORIZED'],
    ['a token with another algorithm', () => signed({ alg: 'HS384', typ: 'JWT' }, claims()), 'UNAUTHORIZED'],
    ['a token of another issuer', () => signed(hs256, { ...claims(), iss: 'someone' }), 'UNAUTHORIZED'],
    ['a token for another purpose', () => signed(hs256, { ...claims(), aud: 'inbox' }), 'UNAUTHORIZED'],
    ['a token without an end', () => signed(hs256, { ...claims(), exp: undefined }), 'UNAUTHORIZED'],
    ['a token with unknown levels', () => signed(hs256, { ...claims(), rooms: { '*': ['god'] } }), 'UNAUTHORIZED'],
    ['a token without a user', () => signed(hs256, { ...claims(), sub: undefined }), 'UNAUTHORIZED'],
    [
      'a changed token',
      async () => (await token(read)).replace(/\.(.)/, (_, letter) => `.${letter === 'e' ? 'f' : 'e'}`),
      'UNAUTHORIZED',
    ],
    [
      'another organization’s token without a room there',
      () => token({ ...read, organizationId: otherOrganization.id }),
      'ROOM_NOT_FOUND',
      'PROTOCOL_MISMATCH',
    ],
    [
      'a token of an organization that is gone',
      () => token({ rooms: { '*': ['write'] }, organizationId: 'org_gone' }),
      'UNAUTHORIZED',
      'PROTOCOL_MISMATCH',
    ],
  ]

  it.each(wrong)('%s is told why and wakes no object', async (_, make, code, plainCode = code) => {
    await createRoom({ id: 'guarded', access: 'public' })
    const before = await objectFiles()
    const made = await make()
    // After the code, the claim that is wrong.
    const told = {
      code: errors[code].close,
      reason: expect.stringMatching(new RegExp(`^${code}(;claim=[a-z.0-9*]+)?$`)),
    }
    expect(await native('guarded', made)).toEqual(told)
    expect(await yjs('guarded', made)).toEqual(told)
    expect(await objectFiles()).toBe(before)
    const plain = await call(server, `/yjs/guarded?token=${encodeURIComponent(made)}`, { key: null })
    expect([plain.status, codeOf(plain)]).toEqual([errors[plainCode].status, plainCode])
  })

  it.each([
    ['a token for other rooms', { 'elsewhere-*': ['moderate'] }],
    ['a token without rooms', {}],
  ] as const)('%s is told why; only a room that there is can know of a grant and is asked', async (_, rooms) => {
    await createRoom({ id: 'guarded', access: 'public' })
    const made = await token({ rooms })
    for (const id of ['guarded', 'nowhere']) {
      const before = await objectFiles()
      expect(await native(id, made)).toEqual(refused('FORBIDDEN'))
      expect(await yjs(id, made)).toEqual(refused('FORBIDDEN'))
      if (id === 'nowhere') expect(await objectFiles()).toBe(before)
      const plain = await call(server, `/yjs/${id}?token=${encodeURIComponent(made)}`, { key: null })
      expect([plain.status, codeOf(plain)]).toEqual([403, 'FORBIDDEN'])
    }
  })

  it('proves that the objects counted above would have been seen', async () => {
    const before = await objectFiles()
    expect(await native(`witness-${createId('rm')}`, developmentKeys.publishable)).toBe('open')
    expect(await objectFiles()).toBe(before + 1)
  })
})

describe('a publishable key', () => {
  it('joins a public room and creates one that does not exist', async () => {
    expect(await native('made-by-key', developmentKeys.publishable)).toBe('open')
    expect((await call(server, '/api/v1/rooms/made-by-key')).body).toMatchObject({ access: 'public' })
    expect(await yjs('made-by-yjs/notes/today', developmentKeys.publishable)).not.toMatchObject({ code: 4400 })
    expect((await call(server, '/api/v1/rooms/made-by-yjs')).status).toBe(200)
  })

  it('creates one room when many join it first', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => native('rush', developmentKeys.publishable)))
    expect(new Set(all)).toEqual(new Set(['open']))
  })

  it('does not join a private room', async () => {
    await createRoom({ id: 'private-room' })
    expect(await native('private-room', developmentKeys.publishable)).toEqual(refused('FORBIDDEN'))
  })

  it('creates nothing where its organization does not allow it', async () => {
    expect(await native('not-there', otherOrganization.publishable)).toEqual(refused('ROOM_NOT_FOUND'))
    await createRoom({ id: 'there', access: 'public' }, otherOrganization.secret)
    expect(await native('there', otherOrganization.publishable)).toBe('open')
  })

  it('joins no longer once the room has become private', async () => {
    await createRoom({ id: 'closing', access: 'public' })
    expect(await native('closing', developmentKeys.publishable)).toBe('open')
    await call(server, '/api/v1/rooms/closing', { method: 'PATCH', json: { access: 'private' } })
    expect(await native('closing', developmentKeys.publishable)).toEqual(refused('FORBIDDEN'))
  })
})

describe('a room token', () => {
  it.each(['write', 'moderate'] as const)('with %s creates a private room', async (level) => {
    expect(await native(`by-${level}`, await token({ rooms: { [`by-${level}`]: [level] } }))).toBe('open')
    expect((await call(server, `/api/v1/rooms/by-${level}`)).body).toMatchObject({ access: 'private' })
  })

  it.each(['read', 'comment'] as const)('with %s creates nothing', async (level) => {
    const made = await token({ rooms: { 'none-*': [level] } })
    expect(await native('none-1', made)).toEqual(refused('ROOM_NOT_FOUND'))
    expect(await yjs('none-1', made)).toEqual(refused('ROOM_NOT_FOUND'))
    expect((await call(server, '/api/v1/rooms/none-1')).status).toBe(404)
  })

  it('opens private rooms of its own organization only', async () => {
    await createRoom({ id: 'both', name: 'ours' })
    expect(await native('both', await token({ rooms: { both: ['read'] } }))).toBe('open')
    const foreign = await token({ rooms: { both: ['read'] }, organizationId: otherOrganization.id })
    expect(await native('both', foreign)).toEqual(refused('ROOM_NOT_FOUND'))
  })

  it('takes as many patterns as it likes, and the highest of those that match', async () => {
    const rooms = Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`many-${number}`, ['read'] as const]))
    expect(await native('many-made', await token({ rooms: { ...rooms, 'many-*': ['write'] } }))).toBe('open')
  })

  it('is signed by REST and carries letters of any script', async () => {
    const { body } = await call(server, '/api/v1/tokens', {
      method: 'POST',
      json: { userId: 'Ünï-計', userInfo: { name: '計画 🚀 "x"' }, rooms: { 'greek-*': ['write'] } },
    })
    const { token: made } = body as { token: string }
    expect(await native('greek-1', made)).toBe('open')
  })
})

describe('an address that is wrong', () => {
  it.each(['a%2Fb', 'star*', '.hidden', '%E0%A4%A', 'x'.repeat(129)])('the room id %s', async (id) => {
    expect(await attempt(`/v1/rooms/${id}/socket?token=${developmentKeys.publishable}`, [subprotocol])).toEqual(
      refused('VALIDATION_ERROR'),
    )
    const encoded = id === 'a%2Fb' ? '.a%2Fb' : id
    expect(await yjs(encoded, developmentKeys.publishable)).toEqual(refused('VALIDATION_ERROR'))
  })

  it.each(['room/', 'room/.hidden', 'room/a b', `room/${'x'.repeat(129)}`])('the document %s', async (path) => {
    expect(await yjs(path, developmentKeys.publishable)).toEqual(refused('VALIDATION_ERROR'))
  })

  it.each([[[]], [['syncforge.3']], [['graphql-ws', 'syncforge.0']]])('the subprotocols %j', async (protocols) => {
    expect(await native('any', developmentKeys.publishable, protocols)).toEqual(refused('PROTOCOL_MISMATCH'))
  })

  it('is answered by plain HTTP with the envelope', async () => {
    const answer = await call(server, `/v1/rooms/any/socket?token=${developmentKeys.publishable}`, { key: null })
    expect([answer.status, codeOf(answer)]).toEqual([426, 'PROTOCOL_MISMATCH'])
  })
})

describe('what a client may not say', () => {
  it('its own admission is thrown away', async () => {
    const forged = { organizationId: otherOrganization.id, roomId: 'there', access: 'moderate', dialect: 'native' }
    const headers = { 'syncforge-admission': JSON.stringify(forged) }
    expect(await attempt('/yjs/forged', [], headers)).toEqual(refused('UNAUTHORIZED'))
    const path = `/v1/rooms/forged/socket?token=${developmentKeys.publishable}`
    expect(await attempt(path, [subprotocol], headers)).toBe('open')
    expect((await call(server, '/api/v1/rooms/forged')).status).toBe(200)
  })
})

describe('whom the room itself refuses', () => {
  /** A room with one place, and somebody in it. */
  const occupied = async (id: string) => {
    await createRoom({ id, access: 'public', maxParticipants: 1 })
    const occupant = new WebSocket(`${server.wsUrl}/yjs/${id}?token=${developmentKeys.publishable}`)
    await new Promise((resolve) => occupant.once('open', resolve))
    occupant.send(Uint8Array.of(0, 0, 1, 0))
    return occupant
  }
  const banned = async (id: string, userId: string) => {
    await createRoom({ id, access: 'public' })
    await call(server, `/api/v1/rooms/${id}/participants/${userId}/kick`, { method: 'POST', json: { ban: true } })
  }

  // A socket is over for its client when the connection below it is; the room stays awake for ten seconds after its last work.
  it.each(['yjs', 'native'])('%s: no place is free', async (dialect) => {
    const id = `full-${dialect}`
    const occupant = await occupied(id)
    const startedAt = Date.now()
    if (dialect === 'yjs') expect(await yjs(id, developmentKeys.publishable)).toEqual(refused('ROOM_FULL'))
    else expect(await greeted(id, developmentKeys.publishable)).toEqual(refused('ROOM_FULL'))
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    occupant.terminate()
  })

  it.each(['yjs', 'native'])('%s: a ban', async (dialect) => {
    const id = `banned-${dialect}`
    await banned(id, 'ada')
    const made = await token({ rooms: { [id]: ['write'] } })
    const startedAt = Date.now()
    expect(await (dialect === 'yjs' ? yjs(id, made) : greeted(id, made))).toEqual(refused('BANNED'))
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  })
})

it('a token that jose makes elsewhere is as good', async () => {
  const made = await new SignJWT({ org: 'org_dev', info: {}, rooms: { elsewhere: ['write'] } })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('syncforge')
    .setAudience('room')
    .setSubject('bob')
    .setIssuedAt()
    .setExpirationTime('1m')
    .setJti('tok_1')
    .sign(new TextEncoder().encode(secret))
  expect(await native('elsewhere', made)).toBe('open')
})
