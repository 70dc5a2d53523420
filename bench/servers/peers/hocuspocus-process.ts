// The Hocuspocus process: nothing but its own Server, listening on PORT.
import { Server } from '@hocuspocus/server'

await new Server({ address: '127.0.0.1', quiet: true }).listen(Number(process.env.PORT))
