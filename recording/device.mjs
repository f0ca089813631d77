/** One device: what it serves and what it asks, from the JSON in its only argument. */
import { askModbus, serveModbus } from './modbus.mjs'
import { askOpcUa, serveOpcUa } from './opc-ua.mjs'
import { askS7, serveS7 } from './s7.mjs'

const { serve = {}, ask = [] } = JSON.parse(process.argv[2])
if (serve.s7) serveS7(serve.s7)
if (serve.modbus) serveModbus(serve.modbus.identity)
if (serve['opc-ua']) await serveOpcUa(serve['opc-ua'])

const asking = { s7: askS7, modbus: askModbus, 'opc-ua': askOpcUa }
for (const question of ask)
  setTimeout(
    () =>
      asking[question.protocol](question).catch((error) =>
        console.error(question.protocol, question.host, error.message),
      ),
    question.after ?? 0,
  )
