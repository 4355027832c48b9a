// A carrier made of npm's smpp 0.5.1, for NodeSmscIT: it does what stands on its standard input, a JSON object a line, and tells
// what it hears on its standard output in the same way. Its only argument is the folder of node_modules/smpp.
'use strict';
const smpp = require(process.argv[2]);
const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const statuses = []; // of the coming submits; then 0
let session;
let ids = 0;

const server = smpp.createServer((bound) => {
  bound.on('error', () => {}); // a client that goes
  for (const bind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) {
    bound.on(bind, (pdu) => {
      session = bound;
      bound.send(pdu.response({system_id: 'node'}));
      tell({bound: pdu.system_id, version: pdu.interface_version});
    });
  }
  bound.on('enquire_link', (pdu) => bound.send(pdu.response()));
  bound.on('unbind', (pdu) => {
    tell({unbound: true});
    bound.send(pdu.response());
  });
  bound.on('submit_sm', (pdu) => {
    const status = statuses.shift() || 0;
    const id = String(++ids);
    bound.send(pdu.response(status === 0 ? {message_id: id} : {command_status: status}));
    const message = pdu.short_message.message;
    tell({
      submit: id,
      status,
      to: pdu.destination_addr,
      from: pdu.source_addr,
      coding: pdu.data_coding,
      esm: pdu.esm_class,
      receipt: pdu.registered_delivery,
      udh: pdu.short_message.udh ? Buffer.concat(pdu.short_message.udh).toString('hex') : '',
      text: Buffer.isBuffer(message) ? message.toString('latin1') : message,
      op: pdu.ussd_service_op,
      its: pdu.its_session_info ? pdu.its_session_info.toString('hex') : '',
    });
  });
});

require('readline').createInterface({input: process.stdin}).on('line', (line) => {
  const asked = JSON.parse(line);
  if (asked.statuses) {
    statuses.push(...asked.statuses);
    return;
  }
  if (asked.unbind) {
    session.unbind(() => tell({unbound: true}));
    return;
  }
  const message = {
    service_type: asked.op ? 'USSD' : '',
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: asked.from,
    dest_addr_npi: 1,
    destination_addr: asked.to,
    esm_class: asked.esm || 0,
    data_coding: asked.coding || 0,
  };
  const text = Buffer.from(asked.text, 'latin1');
  if (asked.payload) {
    message.message_payload = {message: text};
  } else {
    message.short_message = asked.udh
      ? {udh: Buffer.from(asked.udh, 'hex'), message: text}
      : {message: text};
  }
  if (asked.op) {
    message.ussd_service_op = asked.op;
    message.its_session_info = Buffer.from(asked.its, 'hex'); // a Buffer here, not a number
  }
  session.deliver_sm(message, (response) => tell({delivered: response.command_status}));
}).on('close', () => process.exit(0));

server.listen(0, '127.0.0.1', () => tell({port: server._server ? server._server.address().port : server.address().port}));
