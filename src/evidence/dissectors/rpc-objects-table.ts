import { control, read, type RpcInterface, session, write } from './rpc-procedures.ts'

/**
 * Interfaces of objects on other machines: DCOM itself (MS-DCOM), and OPC Data Access 2.05 and 3.0, by which older SCADA systems
 * read and write the values of controllers, with the numbers of their procedures.
 */
export const OBJECT_INTERFACES: readonly RpcInterface[] = [
  {
    name: 'IObjectExporter',
    uuid: '99fcfec4-5260-101b-bbcb-00aa0021347a',
    procedures: {
      0: session('ResolveOxid', 'ask where an object is'),
      1: session('SimplePing', 'keep objects'),
      2: session('ComplexPing', 'keep objects'),
      3: read('ServerAlive', 'ask whether the server lives'),
      4: session('ResolveOxid2', 'ask where an object is'),
      5: read('ServerAlive2', 'ask for the addresses of the server'),
    },
  },
  {
    name: 'IActivation',
    uuid: '4d9f4ab8-7d1c-11cf-861e-0020af6e7c57',
    procedures: { 0: control('RemoteActivation', 'start an object') },
  },
  {
    name: 'IRemoteSCMActivator',
    uuid: '000001a0-0000-0000-c000-000000000046',
    procedures: {
      3: control('RemoteGetClassObject', 'start an object'),
      4: control('RemoteCreateInstance', 'start an object'),
    },
  },
  {
    name: 'IRemUnknown',
    uuid: '00000131-0000-0000-c000-000000000046',
    procedures: {
      3: session('RemQueryInterface', 'ask an object for an interface'),
      4: session('RemAddRef', 'keep an object'),
      5: session('RemRelease', 'let an object go'),
    },
  },
  {
    name: 'IRemUnknown2',
    uuid: '00000143-0000-0000-c000-000000000046',
    procedures: {
      3: session('RemQueryInterface', 'ask an object for an interface'),
      4: session('RemAddRef', 'keep an object'),
      5: session('RemRelease', 'let an object go'),
      6: session('RemQueryInterface2', 'ask an object for an interface'),
    },
  },
  {
    name: 'IOPCServerList',
    uuid: '13486d50-4821-11d2-a494-3cb306c10000',
    procedures: {
      3: read('EnumClassesOfCategories', 'list OPC servers'),
      4: read('GetClassDetails', 'read what an OPC server is'),
      5: read('CLSIDFromProgID', 'look an OPC server up'),
    },
  },
  {
    name: 'IOPCServerList2',
    uuid: '9dd0b56c-ad9e-43ee-8305-487f3188bf7a',
    procedures: {
      3: read('EnumClassesOfCategories', 'list OPC servers'),
      4: read('GetClassDetails', 'read what an OPC server is'),
      5: read('CLSIDFromProgID', 'look an OPC server up'),
    },
  },
  {
    name: 'IOPCCommon',
    uuid: 'f31dfde2-07b6-11d2-b2d8-0060083ba1fb',
    procedures: { 7: session('SetClientName', 'say what the client is') },
  },
  {
    name: 'IOPCServer',
    uuid: '39c13a4d-011e-11d0-9675-0020afd8adb3',
    procedures: {
      3: session('AddGroup', 'make a group of items'),
      4: read('GetErrorString', 'read the text of an error'),
      5: session('GetGroupByName', 'open a group of items'),
      6: read('GetStatus', 'read the state of the server'),
      7: session('RemoveGroup', 'let a group of items go'),
      8: read('CreateGroupEnumerator', 'list groups of items'),
    },
  },
  {
    name: 'IOPCBrowseServerAddressSpace',
    uuid: '39c13a4f-011e-11d0-9675-0020afd8adb3',
    procedures: {
      3: read('QueryOrganization', 'browse items'),
      4: read('ChangeBrowsePosition', 'browse items'),
      5: read('BrowseOPCItemIDs', 'browse items'),
      6: read('GetItemID', 'browse items'),
      7: read('BrowseAccessPaths', 'browse items'),
    },
  },
  {
    name: 'IOPCGroupStateMgt',
    uuid: '39c13a50-011e-11d0-9675-0020afd8adb3',
    procedures: {
      3: read('GetState', 'read the state of a group'),
      4: session('SetState', 'set the state of a group'),
      5: session('SetName', 'name a group'),
      6: session('CloneGroup', 'copy a group'),
    },
  },
  {
    name: 'IOPCItemMgt',
    uuid: '39c13a54-011e-11d0-9675-0020afd8adb3',
    procedures: {
      3: session('AddItems', 'add items to a group'),
      4: read('ValidateItems', 'ask whether items are there'),
      5: session('RemoveItems', 'remove items from a group'),
      6: session('SetActiveState', 'activate items'),
      7: session('SetClientHandles', 'number items'),
      8: session('SetDatatypes', 'choose types of items'),
    },
  },
  {
    name: 'IOPCSyncIO',
    uuid: '39c13a52-011e-11d0-9675-0020afd8adb3',
    procedures: { 3: read('Read', 'read items'), 4: write('Write', 'write items') },
  },
  {
    name: 'IOPCSyncIO2',
    uuid: '730f5f0f-55b1-4c81-9e18-ff8a0904e1fa',
    procedures: {
      3: read('Read', 'read items'),
      4: write('Write', 'write items'),
      5: read('ReadMaxAge', 'read items'),
      6: write('WriteVQT', 'write items with quality and time'),
    },
  },
  {
    name: 'IOPCAsyncIO2',
    uuid: '39c13a71-011e-11d0-9675-0020afd8adb3',
    procedures: {
      3: read('Read', 'read items later'),
      4: write('Write', 'write items later'),
      5: read('Refresh2', 'have all items sent'),
      6: session('Cancel2', 'cancel'),
      7: session('SetEnable', 'switch notifications'),
      8: read('GetEnable', 'ask about notifications'),
    },
  },
  {
    name: 'IOPCAsyncIO3',
    uuid: '0967b97b-36ef-423e-b6f8-6bff1e40d39d',
    procedures: {
      3: read('Read', 'read items later'),
      4: write('Write', 'write items later'),
      5: read('Refresh2', 'have all items sent'),
      6: session('Cancel2', 'cancel'),
      7: session('SetEnable', 'switch notifications'),
      8: read('GetEnable', 'ask about notifications'),
      9: read('ReadMaxAge', 'read items later'),
      10: write('WriteVQT', 'write items later, with quality and time'),
      11: read('RefreshMaxAge', 'have all items sent'),
    },
  },
  {
    name: 'IOPCDataCallback',
    uuid: '39c13a70-011e-11d0-9675-0020afd8adb3',
    procedures: {
      3: read('OnDataChange', 'items have changed'),
      4: read('OnReadComplete', 'items are read'),
      5: read('OnWriteComplete', 'items are written'),
      6: session('OnCancelComplete', 'it is canceled'),
    },
  },
  {
    name: 'IOPCItemProperties',
    uuid: '39c13a72-011e-11d0-9675-0020afd8adb3',
    procedures: {
      3: read('QueryAvailableProperties', 'read properties of items'),
      4: read('GetItemProperties', 'read properties of items'),
      5: read('LookupItemIDs', 'read properties of items'),
    },
  },
  {
    name: 'IOPCItemIO',
    uuid: '85c0b427-2893-4cbc-bd78-e5fc5146f08f',
    procedures: { 3: read('Read', 'read items'), 4: write('WriteVQT', 'write items with quality and time') },
  },
  {
    name: 'IOPCBrowse',
    uuid: '39227004-a18f-4b57-8b0a-5235670f4468',
    procedures: { 3: read('GetProperties', 'read properties of items'), 4: read('Browse', 'browse items') },
  },
]
