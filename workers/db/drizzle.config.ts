// Owns how migrations are generated: `NODE_OPTIONS=--conditions=source npx drizzle-kit generate --config workers/db/drizzle.config.ts --name <what it does>`.
import { defineConfig } from 'drizzle-kit'

export default defineConfig({ dialect: 'postgresql', schema: './workers/db/schema/*.ts', out: './migrations' })
