/** Reads the types of Kafka's protocol, in order. https://kafka.apache.org/protocol#protocol_types */
export class Reader {
  private at = 0;
  constructor(private readonly data: Buffer) {}

  private step(length: number): number {
    this.at += length;
    return this.at - length;
  }
  int8(): number {
    return this.data.readInt8(this.step(1));
  }
  int16(): number {
    return this.data.readInt16BE(this.step(2));
  }
  int32(): number {
    return this.data.readInt32BE(this.step(4));
  }
  int64(): number {
    return Number(this.data.readBigInt64BE(this.step(8)));
  }
  bytes(length = this.int32()): Buffer {
    const start = this.step(Math.max(length, 0));
    return this.data.subarray(start, this.at);
  }
  string(): string {
    return this.bytes(this.int16()).toString();
  }
  list<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(this.int32(), 0) }, read);
  }
}

/** Writes them. */
export class Writer {
  private readonly parts: Buffer[] = [];

  private add(length: number, write: (part: Buffer) => void): this {
    const part = Buffer.alloc(length);
    write(part);
    this.parts.push(part);
    return this;
  }
  int16(value: number): this {
    return this.add(2, (part) => part.writeInt16BE(value));
  }
  int32(value: number): this {
    return this.add(4, (part) => part.writeInt32BE(value));
  }
  int64(value: number): this {
    return this.add(8, (part) => part.writeBigInt64BE(BigInt(value)));
  }
  bytes(value: Buffer): this {
    this.int32(value.length);
    this.parts.push(value);
    return this;
  }
  string(value: string): this {
    this.int16(Buffer.byteLength(value));
    this.parts.push(Buffer.from(value));
    return this;
  }
  array(items: (() => unknown)[]): this {
    this.int32(items.length);
    for (const write of items) write();
    return this;
  }
  /** A list of the answer for a list of the question, read and written item by item. */
  mirror(input: Reader, each: () => void): this {
    const length = input.int32();
    this.int32(length);
    for (let index = 0; index < length; index += 1) each();
    return this;
  }
  /** All of it, with its length in front. */
  framed(): Buffer {
    const body = Buffer.concat(this.parts);
    return new Writer().int32(body.length).raw(body);
  }
  private raw(body: Buffer): Buffer {
    return Buffer.concat([...this.parts, body]);
  }
}
