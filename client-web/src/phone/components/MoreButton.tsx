import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';

/** The part of `useList` that reads on. */
interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Reads the next page of a list; absent at its end. */
export function MoreButton({ list }: { list: Pages }) {
  const { t } = useTranslation('common');
  if (!list.hasNextPage) return null;
  return (
    <Button fill="none" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      <span className="link">{t('action.loadMore')}</span>
    </Button>
  );
}
