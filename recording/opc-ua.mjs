/** OPC UA: server and client of node-opcua, signed and encrypted. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { OPCUACertificateManager } = require('node-opcua-certificate-manager')

/** Serves a few process values on port 4840; only signed and encrypted sessions are taken. */
export async function serveOpcUa({ host, folder, product }) {
  const { OPCUAServer, RegisterServerMethod } = require('node-opcua-server')
  const { MessageSecurityMode, SecurityPolicy, Variant, DataType } = require('node-opcua-client')
  const certificates = new OPCUACertificateManager({
    automaticallyAcceptUnknownCertificate: true,
    rootFolder: `${folder}/pki`,
  })
  const server = new OPCUAServer({
    port: 4840,
    host,
    alternateHostname: host,
    resourcePath: '/line',
    buildInfo: product,
    serverInfo: { applicationUri: `urn:riverside:${product.productName}`, productUri: product.productUri },
    serverCertificateManager: certificates,
    securityModes: [MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [SecurityPolicy.Basic256Sha256],
    registerServerMethod: RegisterServerMethod.HIDDEN,
  })
  await server.initialize()
  const space = server.engine.addressSpace
  const line = space.getOwnNamespace().addObject({ organizedBy: space.rootFolder.objects, browseName: 'Line' })
  for (const name of ['BottlesPerHour', 'FillLevel', 'ConveyorSpeed', 'PalletCount'])
    space.getOwnNamespace().addVariable({
      componentOf: line,
      browseName: name,
      nodeId: `s=${name}`,
      dataType: 'Double',
      minimumSamplingInterval: 500,
      value: { get: () => new Variant({ dataType: DataType.Double, value: (Date.now() / 1000) % 1000 }) },
    })
  await server.start()
}

/** Reads process values in a session that is signed and encrypted. */
export async function askOpcUa({ host, folder, name, every }) {
  const { OPCUAClient, MessageSecurityMode, SecurityPolicy, AttributeIds } = require('node-opcua-client')
  const client = OPCUAClient.create({
    applicationName: name,
    endpointMustExist: false,
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    clientCertificateManager: new OPCUACertificateManager({
      automaticallyAcceptUnknownCertificate: true,
      rootFolder: `${folder}/pki`,
    }),
    connectionStrategy: { initialDelay: 1000, maxRetry: 10 },
  })
  await client.connect(`opc.tcp://${host}:4840/line`)
  const session = await client.createSession()
  const nodes = ['BottlesPerHour', 'FillLevel', 'ConveyorSpeed'].map((id) => ({
    nodeId: `ns=1;s=${id}`,
    attributeId: AttributeIds.Value,
  }))
  setInterval(() => session.read(nodes).catch((error) => console.error(error.message)), every)
}
