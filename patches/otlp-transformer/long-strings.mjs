export default {
  package: '@opentelemetry/otlp-transformer',
  file: 'build/esm/common/protobuf/protobuf-writer.js',
  fault: 'Strings are written character by character: a long one costs several times what the encoder of Node takes.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/otlp-transformer/src/common/protobuf/protobuf-writer.ts',
  replacements: [
    {
      find: '        const len = str.length;\n',
      replace: `        const len = str.length;
        if (len > 64) {
            // The length of ASCII text is known; of any other text once it is encoded.
            const start = this.pos;
            this.writeVarint(len);
            this._ensureCapacity(len * 3);
            const { written } = this._textEncoder.encodeInto(str, this._buffer.subarray(this.pos));
            if (written === len) {
                this.pos += written;
                return;
            }
            this.pos = start;
            return this.writeBytes(this._textEncoder.encode(str));
        }
`,
    },
  ],
};
