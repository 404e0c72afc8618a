global using RunbookDsl.Testing;
