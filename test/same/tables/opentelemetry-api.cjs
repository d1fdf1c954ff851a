// What an app gives OpenTelemetry's API: bare, nothing listens to it, and nothing of it throws.
const throwing = {
  get key() {
    throw new Error('getter');
  },
};
const circular = {};
circular.self = circular;
const hidden = new Proxy(
  {},
  {
    get() {
      throw new Error('proxy');
    },
    ownKeys() {
      throw new Error('proxy');
    },
  },
);
const strange = { undefined: undefined, null: null, number: 7, NaN, symbol: Symbol('s'), bigint: 1n };
Object.assign(strange, { object: {}, array: [1], function() {}, circular, throwing, hidden, date: new Date(NaN) });

/** The same call for each strange value. */
const withEach = (act) => (context, see) => {
  for (const [name, value] of Object.entries(strange)) see.outcome(name, () => act(context, value));
};
const onSpan = (act) =>
  withEach(({ tracer }, value) => {
    const span = tracer.startSpan('span');
    try {
      act(span, value);
    } finally {
      span.end();
    }
  });
const started = (make) => withEach(({ tracer }, value) => tracer.startSpan(...make(value)).end());

module.exports = {
  scopes: ['app'],
  setup(load) {
    const api = load('@opentelemetry/api');
    const { logs } = load('@opentelemetry/api-logs');
    return {
      api,
      logs,
      logger: logs.getLogger('app'),
      tracer: api.trace.getTracer('app'),
      meter: api.metrics.getMeter('app'),
    };
  },
  calls: {
    'a name': started((value) => [value]),
    options: started((value) => ['span', value === null ? {} : value]),
    'a kind': started((kind) => ['span', { kind }]),
    'a time of start': started((startTime) => ['span', { startTime }]),
    attributes: started((attributes) => ['span', { attributes }]),
    'the value of an attribute': started((key) => ['span', { attributes: { key } }]),
    'a link': started((link) => ['span', { links: link === null ? [] : [link] }]),
    'the context of a link': started((context) => ['span', { links: [{ context }] }]),
    'a context': withEach(({ tracer }, value) => void tracer.startSpan('span', {}, value ?? undefined)),
    'a new name': onSpan((span, value) => void span.updateName(value)),
    'the name of an attribute': onSpan((span, value) => void span.setAttribute(value, 1)),
    'an attribute': onSpan((span, value) => void span.setAttribute('key', value)),
    'an array': onSpan((span, value) => void span.setAttribute('key', [value, 'a'])),
    'several attributes': onSpan((span, value) => void span.setAttributes(value)),
    'a status': onSpan((span, value) => void span.setStatus(value)),
    'the code of a status': onSpan((span, code) => void span.setStatus({ code })),
    'the message of a status': onSpan((span, message) => void span.setStatus({ code: 2, message })),
    'the name of an event': onSpan((span, value) => void span.addEvent(value)),
    'the attributes of an event': onSpan((span, value) => void span.addEvent('event', value)),
    'the time of an event': onSpan((span, value) => void span.addEvent('event', {}, value)),
    'an exception': onSpan((span, value) => void span.recordException(value)),
    'a later link': onSpan((span, value) => void span.addLink(value)),
    links: onSpan((span, value) => void span.addLinks(value)),
    'a time of end': withEach(({ tracer }, value) => tracer.startSpan('span').end(value)),
    'an active span': withEach(({ tracer }, value) => tracer.startActiveSpan(value, (span) => span.end())),
    'the name of a tracer': withEach(({ api }, value) => api.trace.getTracer(value).startSpan('span').end()),
    'the version of a tracer': withEach(({ api }, value) => api.trace.getTracer('a', value).startSpan('span').end()),
    'the schema of a tracer': withEach(({ api }, schemaUrl) =>
      api.trace.getTracer('a', '1', { schemaUrl }).startSpan('span').end(),
    ),
    'the name of a counter': withEach(({ meter }, value) => meter.createCounter(value).add(1)),
    'the description of a counter': withEach(({ meter }, description) =>
      meter.createCounter('described', { description }).add(1),
    ),
    'the unit of a counter': withEach(({ meter }, unit) => meter.createCounter('measured', { unit }).add(1)),
    'what a counter counts': withEach(({ meter }, value) => meter.createCounter('counted').add(value)),
    'the attributes of a count': withEach(({ meter }, value) => meter.createCounter('with').add(1, value)),
    'the value of an attribute of a count': withEach(({ meter }, key) => meter.createCounter('one').add(1, { key })),
    'what a histogram records': withEach(({ meter }, value) => meter.createHistogram('recorded').record(value)),
    'what a gauge observes': withEach(({ meter }, value) =>
      meter.createObservableGauge('observed').addCallback((result) => result.observe(value)),
    ),
    'a log record': withEach(({ logger }, value) => logger.emit(value)),
    'the body of a log record': withEach(({ logger }, body) => logger.emit({ body })),
    'the attributes of a log record': withEach(({ logger }, attributes) => logger.emit({ attributes })),
    'the time of a log record': withEach(({ logger }, timestamp) => logger.emit({ timestamp })),
    'the severity of a log record': withEach(({ logger }, value) =>
      logger.emit({ severityNumber: value, severityText: value, eventName: value }),
    ),
    'the context of a log record': withEach(({ logger }, context) => logger.emit({ context })),
    'the name of a logger': withEach(({ logs }, value) => logs.getLogger(value).emit({ body: 'a' })),
    'the version of a logger': withEach(({ logs }, value) => logs.getLogger('a', value).emit({ body: 'a' })),
    'the name of a meter': withEach(({ api }, value) => api.metrics.getMeter(value).createCounter('a').add(1)),
    'the options of a meter': withEach(({ api }, value) => void api.metrics.getMeter('a', '1', value)),
    'the options of a tracer': withEach(({ api }, value) => void api.trace.getTracer('a', '1', value)),
  },
};
