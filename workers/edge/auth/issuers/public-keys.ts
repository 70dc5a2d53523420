/** Public keys as customers give them, PEM or JWK, made into JWKs that verify. Refuses private keys, secrets, and keys too weak to be one. */
import { exportJWK, importJWK, importSPKI, type JWK } from 'jose'

/** What customers' tokens may be signed with. */
export const tokenAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const
type TokenAlgorithm = (typeof tokenAlgorithms)[number]

const rsaBytesMin = 256

const algorithmOf = ({ kty, crv, n }: JWK): TokenAlgorithm | null => {
  if (kty === 'RSA') return typeof n === 'string' && (n.length * 3) / 4 >= rsaBytesMin ? 'RS256' : null
  if (kty === 'EC') return crv === 'P-256' ? 'ES256' : null
  return kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : null
}

const readPem = async (pem: string): Promise<JWK | null> => {
  for (const algorithm of tokenAlgorithms) {
    try {
      return await exportJWK(await importSPKI(pem.trim(), algorithm, { extractable: true }))
    } catch {
      // A key of another kind, or none.
    }
  }
  return null
}

/** The key as a JWK with its `alg`, and its `kid` where it has one; what is wrong with it as text. */
export const readPublicKey = async (given: string | Readonly<Record<string, unknown>>): Promise<JWK | string> => {
  if (typeof given !== 'string' && ('d' in given || 'k' in given))
    return 'is a private key or a secret: keep it to yourself'
  if (typeof given === 'string' && given.includes('PRIVATE KEY')) return 'is a private key: keep it to yourself'
  const jwk = typeof given === 'string' ? await readPem(given) : (given as JWK)
  const alg = jwk && algorithmOf(jwk)
  if (!jwk || !alg) return 'is no public key for RS256 (of 2,048 bits or more), ES256 or EdDSA, as PEM or JWK'
  const { kty, n, e, crv, x, y, kid } = jwk
  const parts = Object.entries({ kty, n, e, crv, x, y, kid }).filter(([, value]) => value !== undefined)
  const known: JWK = { ...(Object.fromEntries(parts) as JWK), alg, use: 'sig' }
  const isKey = await importJWK(known, alg).then(
    () => kid === undefined || (typeof kid === 'string' && kid.length <= 256),
    () => false,
  )
  return isKey ? known : 'cannot be read as a key'
}
