const MEBIBYTE = 1024 * 1024;

const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Server configuration of the embedded engine. Caches and pools are sized for a program that idles
 * on a laptop, not for the engine's default of half the memory.
 *
 * The file is its own users file: without one the engine's user may read and write any file and
 * connect anywhere, with it only what the grants name.
 */
export const engineConfig = (configFile: string, memoryLimitBytes: number): string => `<clickhouse>
  <max_server_memory_usage>${memoryLimitBytes}</max_server_memory_usage>
  <mark_cache_size>${32 * MEBIBYTE}</mark_cache_size>
  <primary_index_cache_size>${32 * MEBIBYTE}</primary_index_cache_size>
  <index_mark_cache_size>${4 * MEBIBYTE}</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
  <query_condition_cache_size>${8 * MEBIBYTE}</query_condition_cache_size>
  <compiled_expression_cache_size>${8 * MEBIBYTE}</compiled_expression_cache_size>
  <mmap_cache_size>0</mmap_cache_size>
  <max_thread_pool_free_size>4</max_thread_pool_free_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>2</background_schedule_pool_size>
  <users_config>${xmlText(configFile)}</users_config>
  <profiles>
    <default>
      <max_memory_usage>${memoryLimitBytes}</max_memory_usage>
      <log_queries>0</log_queries>
      <implicit_select>0</implicit_select>
      <max_query_size>${4 * MEBIBYTE}</max_query_size>
      <max_insert_threads>1</max_insert_threads>
    </default>
  </profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password/>
      <networks><ip>::1</ip><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SHOW, SELECT, INSERT, ALTER, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, TRUNCATE, OPTIMIZE, KILL QUERY ON *.*</query>
        <query>GRANT TABLE ENGINE ON *</query>
      </grants>
    </default>
  </users>
</clickhouse>
`;
