import { ClickHouseError } from '@clickhouse/client';
import { describe, expect, it } from 'vitest';
import { unavailable } from '../../platform/errors.ts';
import { toColumnError } from './errors.ts';

const reported = (code: number): ClickHouseError =>
  new ClickHouseError({ code: String(code), message: 'told by the engine', type: 'SOME_TYPE' });

describe('errors of the column store', () => {
  it('keeps the code that the engine reports', () => {
    expect(toColumnError(reported(47), 'read')).toMatchObject({ engineCode: 47 });
  });

  it('finds the code of an error that the client did not take apart', () => {
    const error = new Error('Code: 62. DB::Exception: Unrecognized token: LowCardinality(String)');
    expect(toColumnError(error, 'write')).toMatchObject({ engineCode: 62 });
    const early = new Error('Poco::Exception. Code: 1000, e.code() = 0, HTML Form Exception');
    expect(toColumnError(early, 'read')).toMatchObject({ engineCode: 1000 });
  });

  it('asks to come back when the engine can not be reached', () => {
    for (const message of ['connect ECONNREFUSED', 'socket hang up', 'Timeout error.']) {
      const error = toColumnError(new Error(message), 'write');
      expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    }
  });

  it('asks a writer to come back when the engine is full or overloaded; a reader gets the code', () => {
    for (const code of [159, 241, 243, 252]) {
      expect(toColumnError(reported(code), 'write')).toMatchObject({ code: 'unavailable' });
      expect(toColumnError(reported(code), 'read')).toMatchObject({ engineCode: code });
    }
    expect(toColumnError(reported(202), 'read')).toMatchObject({ code: 'unavailable' });
  });

  it('leaves errors of the product alone', () => {
    const error = unavailable('starting');
    expect(toColumnError(error, 'read')).toBe(error);
  });
});
