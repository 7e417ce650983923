/// Live timing over MQTT 5: a publisher that is one more [rtk.trace.TraceSink], a subscriber that puts the histograms
/// together again, and a broker inside the process for those who have none.
///
/// The only package below `viz` that knows host time and threads: it observes, and nothing it does flows back.
/// Topics and payloads are those of the outside contract, section 6; [RunTopics] spells them.
///
/// Payloads: JSON objects carry `contract`, `seq` and `simNs`. Those that are no JSON – `hist`, plain base64, and `trace`, plain bytes – carry
/// the same three as MQTT 5 user properties. `seq` counts from 1 in each topic; the last will, said by the broker, has 0. Delivery is
/// at least once, in order: a `seq` seen before is a duplicate, one that is skipped a loss. `timing` speaks of every process that
/// serves messages, cumulatively since its start.
///
/// *Decision: Paho's MQTT 5 client, under an outbox of our own.* MQTT 5 carries `seq` of binary payloads in user
/// properties, so that the batches of a trace stream, put one after the other, are the trace file. The client's own
/// reconnection and persistence stay off (it retransmits with stale topic aliases): [Outbox] keeps what is not
/// acknowledged and sends it again through a fresh client. Only [BrokerConnection] and [MqttSubscriber] see Paho.
///
/// *Decision: Artemis as embedded broker*, the only one found to speak MQTT 5, WebSocket and TLS without losing messages.
/// Nothing but [EmbeddedBroker] touches its classes, so publishing to an outside broker does not load them.
package rtk.trace.mqtt;
