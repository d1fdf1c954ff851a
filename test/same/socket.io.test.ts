import { declareSame } from './same';

declareSame('socket.io');
