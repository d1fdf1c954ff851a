import { declareSame } from './same';

declareSame('grpc-js');
