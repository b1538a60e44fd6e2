import { S3ServiceException } from '@aws-sdk/client-s3';
import { RunloomError, unavailable } from '../../../platform/errors.ts';

/**
 * Runs requests to S3. Whatever goes wrong but what the store asks about (is there such a content)
 * can be mended without a change of the request: overload, network, a proxy's page for an answer,
 * expired credentials, a missing bucket. So all of it is RunloomError('unavailable').
 */
export async function inS3<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunloomError || error instanceof TypeError) throw error;
    throw unavailable(`S3 can not be used now (${describe(error)}).`, error);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (!(error instanceof S3ServiceException)) return error.name;
  return `${error.name}, status ${error.$metadata.httpStatusCode ?? 'unknown'}`;
}

/** True when S3 says that there is no object of this name. A missing bucket is another thing. */
export function isMissingObject(error: unknown): boolean {
  return (
    error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound')
  );
}

export function isRangePastEnd(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416;
}
