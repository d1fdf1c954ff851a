export { createEncoders, type Encoders } from './encoders';
